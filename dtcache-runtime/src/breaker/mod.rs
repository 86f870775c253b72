//! A circuit breaker: while the server is away, nobody waits for it.
//!
//! Closed, every call notes what it learned of the server, which costs a call that goes well one load.
//! Open, a call asks the clock whether a probe is due, and no more. Half-open, one probe is under way,
//! on a thread of its own: callers never try.
//!
//! No I/O in here, and no clock of its own but the caller's: who probes, and how, is the store's.

mod burst;
mod evidence;
mod judge;
mod pauses;
mod record;
mod status;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use backon::ExponentialBackoff;
use tracing::Dispatch;

use crate::error::{Error, ErrorKind};
use crate::event;
use judge::Judge;
use pauses::{FIRST_PROBE, LATER_PROBES, LastPauses};
use record::Sum;
pub use status::{Breaker, Status};

/// A probe that has not ended after so long is not waited for: its thread is gone, as in a process that
/// was forked off.
const PROBE_LOST: Duration = Duration::from_secs(60);

/// The breaker of one server.
pub(crate) struct CircuitBreaker {
    address: Arc<str>,
    /// All that a call looks at while all goes well.
    is_closed: AtomicBool,
    judge: Judge,
    /// When the next probe is due, in nanoseconds after `epoch`; while one is under way, when it is
    /// given up.
    next_probe: AtomicU64,
    epoch: Instant,
    /// Calls that went without the cache in this outage.
    skipped: AtomicU64,
    outage: Mutex<Option<Outage>>,
    last: LastPauses,
}

/// From the opening to the closing.
struct Outage {
    begun: Instant,
    cause: ErrorKind,
    backoff: ExponentialBackoff,
    is_probed: bool,
    /// The subscriber of the call that saw it begin, which is to hear of its end.
    listener: Dispatch,
}

impl CircuitBreaker {
    /// Of the server at `address`, whose callers have so much time for it.
    pub(crate) fn new(address: &Arc<str>, budget: Duration) -> Self {
        Self {
            address: Arc::clone(address),
            is_closed: AtomicBool::new(true),
            judge: Judge::new(budget),
            next_probe: AtomicU64::new(0),
            epoch: Instant::now(),
            skipped: AtomicU64::new(0),
            outage: Mutex::default(),
            last: LastPauses::default(),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    /// What an answer may take that is not slow.
    pub(crate) fn slow(&self) -> Duration {
        self.judge.slow()
    }

    /// Counts a call that goes without the cache.
    pub(crate) fn skip(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }

    /// What became of an operation, and when it began and ended. Says whether that opened it.
    pub(crate) fn note(&self, error: Option<&Error>, began: Instant, ended: Instant) -> bool {
        match (self.judge.sum(error, began, ended), error) {
            (Sum::Fine, _) => false,
            (Sum::Failing, Some(error)) => self.open(error, ended),
            _ => self.open(&self.too_slow(), ended),
        }
    }

    fn too_slow(&self) -> Error {
        let what = format!("half of the last answers took over {:?}", self.slow());
        Error::new(ErrorKind::Timeout, "call", what).at(&self.address)
    }

    /// Whether it is this caller's turn to start a probe; no other is told so until it has ended.
    pub(crate) fn is_probe_due(&self, now: Instant) -> bool {
        if self.since_epoch(now) < self.next_probe.load(Ordering::Relaxed) {
            return false;
        }
        let mut outage = self.outage();
        let Some(outage) = outage.as_mut() else {
            return false;
        };
        // Another caller may have been told meanwhile.
        if self.since_epoch(now) < self.next_probe.load(Ordering::Relaxed) {
            return false;
        }
        outage.is_probed = true;
        self.set_next_probe(now + PROBE_LOST);
        true
    }

    /// After a probe: what it learned.
    pub(crate) fn probed(&self, result: Result<(), Error>, now: Instant) {
        let mut guard = self.outage();
        let Some(outage) = guard.as_mut() else {
            return;
        };
        outage.is_probed = false;
        if let Err(error) = result {
            let pause = outage.backoff.next().unwrap_or(LATER_PROBES);
            self.set_next_probe(now + pause);
            let listener = outage.listener.clone();
            drop(guard);
            event::to(&listener, || event::probe_failed(&error));
            return;
        }
        let ended = guard.take();
        self.judge.clear();
        let skipped = self.skipped.swap(0, Ordering::Relaxed);
        self.is_closed.store(true, Ordering::Relaxed);
        drop(guard);
        if let Some(outage) = ended {
            let lasted = now.saturating_duration_since(outage.begun);
            self.last.keep(outage.backoff, now);
            event::to(&outage.listener, || {
                event::outage_ended(&self.address, outage.cause, lasted, skipped);
            });
        }
    }

    pub(crate) fn status(&self, now: Instant) -> Status {
        let outage = self.outage();
        let breaker = match outage.as_ref() {
            None => Breaker::Closed,
            Some(outage) if outage.is_probed => Breaker::HalfOpen,
            Some(_) => Breaker::Open,
        };
        let outage = outage.as_ref().map(|outage| status::Outage {
            cause: outage.cause,
            lasted: now.saturating_duration_since(outage.begun),
            skipped: self.skipped.load(Ordering::Relaxed),
        });
        Status { breaker, outage }
    }

    fn open(&self, error: &Error, now: Instant) -> bool {
        let mut outage = self.outage();
        // What was under way when it opened adds nothing.
        if outage.is_some() {
            return false;
        }
        let mut backoff = self.last.of_outage(now);
        self.set_next_probe(now + backoff.next().unwrap_or(FIRST_PROBE));
        let listener = event::listener();
        *outage = Some(Outage {
            begun: now,
            cause: error.kind(),
            backoff,
            is_probed: false,
            listener,
        });
        self.is_closed.store(false, Ordering::Relaxed);
        drop(outage);
        event::outage_began(error);
        true
    }

    fn set_next_probe(&self, at: Instant) {
        self.next_probe
            .store(self.since_epoch(at), Ordering::Relaxed);
    }

    fn since_epoch(&self, at: Instant) -> u64 {
        let nanos = at.saturating_duration_since(self.epoch).as_nanos();
        u64::try_from(nanos).unwrap_or(u64::MAX)
    }

    fn outage(&self) -> MutexGuard<'_, Option<Outage>> {
        self.outage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
