//! Waiting for a future on a plain thread, up to a deadline.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};
use std::time::Instant;

/// Runs `future` on this thread; `None` once `deadline` has passed.
///
/// Made for futures that need no reactor: a pool's semaphore wakes its waiters from whichever
/// thread gives a permit back.
pub(crate) fn wait_until<F: Future>(deadline: Instant, future: F) -> Option<F::Output> {
    // Unconstrained: a sync cached function may run inside a Tokio task that has used up its
    // cooperative budget, and then a Tokio semaphore would be "not ready" for ever.
    let mut future = pin!(tokio::task::unconstrained(future));
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        thread::park_timeout(left);
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
