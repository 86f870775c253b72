//! The body of every cached function, which counts how often it runs: a hit that runs it is none.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::payload::Payload;

static RUNS: AtomicU64 = AtomicU64::new(0);

/// Makes the result, as a body that costs next to nothing.
pub fn run<P: Payload>(id: u64) -> P {
    count();
    P::make(id)
}

/// Counts a run of a body that makes no result.
pub fn count() {
    RUNS.fetch_add(1, Ordering::Relaxed);
}

/// How many ran in this process so far.
pub fn runs() -> u64 {
    RUNS.load(Ordering::Relaxed)
}
