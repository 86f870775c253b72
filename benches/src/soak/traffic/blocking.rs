//! Callers that are threads.

use std::panic::catch_unwind;
use std::sync::Arc;
use std::thread::{sleep, spawn};
use std::time::Instant;

use fastrand::Rng;

use super::{Step, pause};
use crate::soak::tally::Counters;

/// Starts one, which calls until the process ends.
pub(super) fn start(mut rng: Rng, counters: &Arc<Counters>) {
    let counters = Arc::clone(counters);
    spawn(move || {
        loop {
            match Step::random(&mut rng) {
                // A thread gives nothing up.
                Step::Call(function, id) | Step::CallFor(_, function, id) => {
                    let begun = Instant::now();
                    let is_right = catch_unwind(|| function.call(id));
                    counters.called(begun, is_right.ok());
                }
                Step::Invalidate(function, id) => {
                    counters.invalidated(function.invalidate(id).is_ok());
                }
            }
            sleep(pause(&mut rng));
        }
    });
}
