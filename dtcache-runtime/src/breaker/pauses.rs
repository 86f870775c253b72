//! How long there is between two probes.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

/// Before the first probe, and before any later one at most. Chance adds up to as much again, so that
/// the processes of a fleet do not come back together.
pub(super) const FIRST_PROBE: Duration = Duration::from_millis(100);
pub(super) const LATER_PROBES: Duration = Duration::from_millis(500);

/// After an outage that ended no longer ago, the pauses go on where they were: a server that answers
/// probes and nothing else is not asked ten times a second.
pub(super) const SAME_OUTAGE: Duration = Duration::from_secs(10);

/// The pauses of the last outage, and when it ended.
#[derive(Default)]
pub(super) struct LastPauses(Mutex<Option<(ExponentialBackoff, Instant)>>);

impl LastPauses {
    /// Those of an outage that begins now.
    pub(super) fn of_outage(&self, now: Instant) -> ExponentialBackoff {
        match self.last().take() {
            Some((backoff, ended)) if now.saturating_duration_since(ended) < SAME_OUTAGE => backoff,
            _ => ExponentialBuilder::default()
                .with_min_delay(FIRST_PROBE)
                .with_max_delay(LATER_PROBES)
                .with_jitter()
                .without_max_times()
                .build(),
        }
    }

    pub(super) fn keep(&self, backoff: ExponentialBackoff, ended: Instant) {
        *self.last() = Some((backoff, ended));
    }

    fn last(&self) -> MutexGuard<'_, Option<(ExponentialBackoff, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
