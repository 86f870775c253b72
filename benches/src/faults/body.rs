//! The body of every function that is called: a millisecond of waiting, which tells how long it took.

use std::cell::Cell;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::payload::{Payload, Small};

const LENGTH: Duration = Duration::from_millis(1);

/// How long bodies of this call ran; `None` where none did.
type Ran = Cell<Option<Duration>>;

thread_local! {
    static IN_THREAD: Ran = const { Cell::new(None) };
}

tokio::task_local! {
    static IN_TASK: Ran;
}

/// The body of a sync function.
pub(super) fn blocking(id: u64) -> Small {
    let begun = Instant::now();
    sleep(LENGTH);
    IN_THREAD.with(|ran| add(ran, begun.elapsed()));
    Small::make(id)
}

/// The body of an async function.
pub(super) async fn asynchronous(id: u64) -> Small {
    let begun = Instant::now();
    tokio::time::sleep(LENGTH).await;
    IN_TASK.with(|ran| add(ran, begun.elapsed()));
    Small::make(id)
}

/// Calls, and tells how long its bodies ran, however it ends.
pub(super) fn watched<T>(call: impl FnOnce() -> T) -> (T, Option<Duration>) {
    IN_THREAD.take();
    let result = call();
    (result, IN_THREAD.take())
}

/// The same for an async call, which is to be one task.
pub(super) async fn watched_async<T>(call: impl Future<Output = T>) -> (T, Option<Duration>) {
    let watched = async {
        let result = call.await;
        (result, IN_TASK.with(Cell::take))
    };
    IN_TASK.scope(Cell::new(None), watched).await
}

fn add(ran: &Ran, time: Duration) {
    ran.set(Some(ran.get().unwrap_or_default() + time));
}
