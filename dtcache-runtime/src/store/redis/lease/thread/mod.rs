//! The thread that renews and releases leases, and listens for the end of others'.
//!
//! One for both, with a Tokio runtime of its own: it outlives the runtimes of the calls, and there need
//! not be one. It has a connection for either, opened when there is something to do on it.

mod backoff;
mod either;
mod keeper;
mod listener;

use std::io;
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use tokio::runtime::{self, Runtime};
use tokio::time::timeout;

use super::Shared;

/// How long the thread and its connections stay without need; up to twice as long.
const IDLE: Duration = Duration::from_secs(5);

/// Starts the thread of `shared`, which has none.
pub(super) fn start(shared: &Arc<Shared>) -> io::Result<()> {
    // Here, where somebody is told when the system has no more of what it takes.
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (runtime, shared) = (Background(Some(runtime)), Arc::clone(shared));
    let thread = Builder::new().name("dtcache-leases".to_owned());
    thread.spawn(move || run(&runtime, &shared)).map(drop)
}

fn run(runtime: &Background, shared: &Arc<Shared>) {
    let Some(runtime) = &runtime.0 else {
        return;
    };
    runtime.spawn(keeper::keep(Arc::clone(shared)));
    runtime.spawn(listener::listen(Arc::clone(shared)));
    runtime.block_on(not_needed(shared));
}

/// Until there is nothing to do and has not been for a while, or the instance is gone.
async fn not_needed(shared: &Shared) {
    while shared.is_needed() {
        // What wakes it up is a reason to look, and so is time.
        let _ = timeout(IDLE, shared.to_end.notified()).await;
    }
}

impl Shared {
    fn is_needed(&self) -> bool {
        let Some(mut state) = self.state() else {
            return false;
        };
        let was_needed = std::mem::take(&mut state.was_needed) && !state.is_closed;
        let is_needed = was_needed || !state.leases.is_empty() || !state.channels.is_empty();
        if !is_needed {
            // Under the lock in which nothing was found: who needs one next starts another.
            state.has_thread = false;
        }
        is_needed
    }
}

/// A runtime that can be dropped anywhere, and waits for nothing then: resolving a name, say.
struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
