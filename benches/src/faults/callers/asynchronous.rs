//! Callers that are tasks of a Tokio runtime.

use std::sync::Arc;
use std::time::Duration;

use super::{PAUSE, ending, id};
use crate::entrant::runtime;
use crate::faults::body::watched_async;
use crate::faults::contender::AsyncContender;
use crate::faults::ledger::{CALLERS, Call, Ending, Ledger};
use crate::job::Place;

/// Starts them; they call until the process ends.
pub(in crate::faults) fn in_tasks<C: AsyncContender>(url: &str, ledger: &Arc<Ledger>) {
    let runtime = runtime(Place::AllCores.workers());
    let _inside = runtime.enter();
    let contender = C::new(url);
    for caller in 0..CALLERS {
        tokio::spawn(run(caller, contender.clone(), Arc::clone(ledger)));
    }
    // Dropping it would wait for calls that hang.
    std::mem::forget(Arc::clone(&runtime));
}

async fn run<C: AsyncContender>(caller: usize, contender: C, ledger: Arc<Ledger>) {
    // Not all in the same millisecond.
    tokio::time::sleep(PAUSE * u32::try_from(caller).unwrap_or_default() / 16).await;
    for round in 0.. {
        let id = id(caller, round);
        let begun = ledger.begin(caller, id);
        let (ending, body) = call(contender.clone(), id).await;
        ledger.end(
            caller,
            Call {
                id,
                begun,
                took: begun.elapsed(),
                body,
                ending,
            },
        );
        tokio::time::sleep(PAUSE).await;
    }
}

/// Each call is a task, as a request to a service is: a panic ends that and no more.
async fn call<C: AsyncContender>(contender: C, id: u64) -> (Ending, Option<Duration>) {
    let task = tokio::spawn(watched_async(async move { contender.call(id).await }));
    match task.await {
        Ok((result, body)) => (ending(id, result), body),
        Err(_) => (Ending::Panic, None),
    }
}
