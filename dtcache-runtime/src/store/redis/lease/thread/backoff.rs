//! The pauses between attempts at a connection that is lost.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

const FIRST: Duration = Duration::from_millis(100);
const LATER: Duration = Duration::from_secs(2);

/// Chance adds up to as much again, so that the processes of a fleet do not come back together.
pub(super) struct Pauses(ExponentialBackoff);

impl Pauses {
    pub(super) fn new() -> Self {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST)
            .with_max_delay(LATER)
            .with_jitter()
            .without_max_times();
        Self(pauses.build())
    }

    pub(super) fn next(&mut self) -> Duration {
        self.0.next().unwrap_or(LATER)
    }
}
