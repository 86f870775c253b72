//! Callers that come back every few milliseconds, and what they have to say.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use dtcache::{RedisInstance, acache_function, cache_function};

/// How often callers come back.
const PAUSE: Duration = Duration::from_millis(2);

fn value(id: usize) -> String {
    format!("value of {id}")
}

/// What each caller has to say.
#[derive(Default)]
pub(crate) struct Caller {
    /// Calls that are over.
    calls: AtomicUsize,
    /// The longest of them, in microseconds.
    pub(crate) longest: AtomicUsize,
}

impl Caller {
    fn had(&self, got: &str, id: usize, begun: Instant) {
        assert_eq!(got, value(id));
        let took = usize::try_from(begun.elapsed().as_micros()).expect("64 bits");
        self.longest.fetch_max(took, Ordering::SeqCst);
        self.calls.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

/// Tells the callers that it is over, also when the test fails.
pub(crate) struct End<'a>(pub(crate) &'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

pub(crate) fn call_on_a_thread(redis: &RedisInstance, caller: &Caller, is_over: &AtomicBool) {
    for id in (0..20).cycle() {
        if is_over.load(Ordering::SeqCst) {
            return;
        }
        let begun = Instant::now();
        let call = cache_function("flapping").redis(redis).expire(60);
        let got = call.arg("id", &id).call(|| value(id));
        caller.had(&got, id, begun);
        std::thread::sleep(PAUSE);
    }
}

pub(crate) async fn call_in_a_task(redis: &RedisInstance, caller: &Caller, is_over: &AtomicBool) {
    for id in (0..20).cycle() {
        if is_over.load(Ordering::SeqCst) {
            return;
        }
        let begun = Instant::now();
        let call = acache_function("flapping").redis(redis).expire(60);
        let got = call.arg("id", &id).call_sync(|| value(id)).await;
        caller.had(&got, id, begun);
        tokio::time::sleep(PAUSE).await;
    }
}

/// Polls all of them on this thread.
pub(crate) async fn all(calls: Vec<impl Future<Output = ()>>) {
    let mut calls: Vec<_> = calls.into_iter().map(Box::pin).collect();
    poll_fn(|context| {
        calls.retain_mut(|call| call.as_mut().poll(context).is_pending());
        if calls.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}
