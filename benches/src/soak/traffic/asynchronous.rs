//! Callers that are tasks.

use std::sync::Arc;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use fastrand::Rng;
use tokio::runtime::Builder;

use super::{Step, pause};
use crate::entrant::runtime;
use crate::job::Place;
use crate::soak::tally::Counters;

/// How often a runtime comes, and goes after a few calls.
const VISITS: Duration = Duration::from_millis(500);

/// Starts one for each of these, which call until the process ends.
pub(super) fn start(callers: Vec<Rng>, counters: &Arc<Counters>) {
    let runtime = runtime(Place::AllCores.workers());
    for mut rng in callers {
        let counters = Arc::clone(counters);
        runtime.spawn(async move {
            loop {
                step(&mut rng, &counters).await;
                tokio::time::sleep(pause(&mut rng)).await;
            }
        });
    }
    // For as long as the process.
    std::mem::forget(runtime);
}

/// Starts a thread that has a runtime of its own again and again.
pub(super) fn start_visits(mut rng: Rng, counters: &Arc<Counters>) {
    let counters = Arc::clone(counters);
    spawn(move || {
        loop {
            let runtime = Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                for _ in 0..5 {
                    step(&mut rng, &counters).await;
                }
            });
            sleep(VISITS);
        }
    });
}

async fn step(rng: &mut Rng, counters: &Arc<Counters>) {
    let begun = Instant::now();
    match Step::random(rng) {
        Step::Call(function, id) => {
            // A task of its own: a panic ends that.
            let task = tokio::spawn(function.call_async(id));
            counters.called(begun, task.await.ok());
        }
        Step::CallFor(most, function, id) => {
            let call = tokio::time::timeout(most, function.call_async(id));
            match tokio::spawn(call).await {
                Ok(Ok(is_right)) => counters.called(begun, Some(is_right)),
                Ok(Err(_)) => counters.cancelled(),
                Err(_) => counters.called(begun, None),
            }
        }
        Step::Invalidate(function, id) => {
            counters.invalidated(function.invalidate_async(id).await.is_ok());
        }
    }
}
