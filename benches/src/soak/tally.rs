//! What came of the calls so far.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dtcache::RedisInstance;
use serde::{Deserialize, Serialize};

/// A call that takes longer has failed, whatever it returns.
const HUNG: Duration = Duration::from_secs(5);

/// A snapshot, as one process tells it to another.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) calls: u64,
    pub(super) hits: u64,
    pub(super) skipped: u64,
    /// That panicked or hung.
    pub(super) failed: u64,
    pub(super) wrong: u64,
    pub(super) cancelled: u64,
    pub(super) invalidations: u64,
    /// Invalidations that answered with an error, which they may.
    pub(super) refused: u64,
    /// How long the slowest call took, in milliseconds.
    pub(super) slowest: u64,
}

/// The counters that callers add to.
#[derive(Default)]
pub(super) struct Counters {
    calls: AtomicU64,
    failed: AtomicU64,
    wrong: AtomicU64,
    cancelled: AtomicU64,
    invalidations: AtomicU64,
    refused: AtomicU64,
    slowest: AtomicU64,
}

impl Counters {
    /// A call that began then, and whether its value was right; `None` for one that panicked.
    pub(super) fn called(&self, begun: Instant, is_right: Option<bool>) {
        let took = begun.elapsed();
        add(&self.calls);
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.slowest.fetch_max(milliseconds, Ordering::Relaxed);
        if is_right.is_none() || took > HUNG {
            add(&self.failed);
        }
        if is_right == Some(false) {
            add(&self.wrong);
        }
    }

    pub(super) fn cancelled(&self) {
        add(&self.calls);
        add(&self.cancelled);
    }

    pub(super) fn invalidated(&self, is_done: bool) {
        add(&self.invalidations);
        if !is_done {
            add(&self.refused);
        }
    }

    pub(super) fn tally(&self, redis: &RedisInstance) -> Tally {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counts = redis.stats().total();
        Tally {
            calls: get(&self.calls),
            hits: counts.hits,
            skipped: counts.skipped,
            failed: get(&self.failed),
            wrong: get(&self.wrong),
            cancelled: get(&self.cancelled),
            invalidations: get(&self.invalidations),
            refused: get(&self.refused),
            slowest: get(&self.slowest),
        }
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
