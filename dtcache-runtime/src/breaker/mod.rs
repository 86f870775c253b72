//! A circuit breaker: while the server is away, nobody waits for it.
//!
//! Closed, every call notes what it learned of the server, which costs a call that goes well one load.
//! Open, a call asks the clock whether a probe is due, and no more. Half-open, one probe is under way,
//! on a thread of its own: callers never try.
//!
//! No I/O in here, and no clock of its own but the caller's: who probes, and how, is the store's.

mod evidence;
mod record;
mod status;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use tracing::Dispatch;

use crate::error::{Error, ErrorKind};
use crate::event;
use evidence::Evidence;
use record::{Record, Sum};
pub use status::{Breaker, Status};

/// Before the first probe, and before any later one at most. Chance adds up to as much again, so that
/// the processes of a fleet do not come back together.
const FIRST_PROBE: Duration = Duration::from_millis(100);
const LATER_PROBES: Duration = Duration::from_millis(500);

/// After an outage that ended no longer ago, the pauses go on where they were: a server that answers
/// probes and nothing else is not asked ten times a second.
const SAME_OUTAGE: Duration = Duration::from_secs(10);

/// A probe that has not ended after so long is not waited for: its thread is gone, as in a process that
/// was forked off.
const PROBE_LOST: Duration = Duration::from_secs(60);

/// The breaker of one server.
pub(crate) struct CircuitBreaker {
    address: Arc<str>,
    /// An operation that takes longer is slow.
    slow: Duration,
    /// All that a call looks at while all goes well.
    is_closed: AtomicBool,
    record: Record,
    /// When the next probe is due, in nanoseconds after `epoch`; while one is under way, when it is
    /// given up.
    next_probe: AtomicU64,
    epoch: Instant,
    /// Calls that went without the cache in this outage.
    skipped: AtomicU64,
    outage: Mutex<Option<Outage>>,
    /// The pauses of the last outage, and when it ended.
    last: Mutex<Option<(ExponentialBackoff, Instant)>>,
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
            slow: budget / 2,
            is_closed: AtomicBool::new(true),
            record: Record::default(),
            next_probe: AtomicU64::new(0),
            epoch: Instant::now(),
            skipped: AtomicU64::new(0),
            outage: Mutex::default(),
            last: Mutex::default(),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    /// What an answer may take that is not slow.
    pub(crate) fn slow(&self) -> Duration {
        self.slow
    }

    /// Counts a call that goes without the cache.
    pub(crate) fn skip(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }

    /// What became of an operation, and how long it took. Says whether that opened it.
    pub(crate) fn note(&self, error: Option<&Error>, took: Duration) -> bool {
        let is_slow = took > self.slow;
        let sum = match Evidence::of(error) {
            Evidence::Nothing => return false,
            Evidence::Answered => self.record.answered(is_slow),
            Evidence::Failed => self.record.failed(is_slow),
            Evidence::Down => Sum::Failing,
        };
        match (sum, error) {
            (Sum::Fine, _) => false,
            (Sum::Failing, Some(error)) => self.open(error, Instant::now()),
            _ => self.open(&self.too_slow(), Instant::now()),
        }
    }

    fn too_slow(&self) -> Error {
        let what = format!("half of the last answers took over {:?}", self.slow);
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
        self.record.clear();
        let skipped = self.skipped.swap(0, Ordering::Relaxed);
        self.is_closed.store(true, Ordering::Relaxed);
        drop(guard);
        if let Some(outage) = ended {
            let lasted = now.saturating_duration_since(outage.begun);
            *self.last() = Some((outage.backoff, now));
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
        let mut backoff = self.backoff(now);
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

    /// The pauses between probes of an outage that begins now.
    fn backoff(&self, now: Instant) -> ExponentialBackoff {
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

    fn set_next_probe(&self, at: Instant) {
        self.next_probe
            .store(self.since_epoch(at), Ordering::Relaxed);
    }

    fn since_epoch(&self, at: Instant) -> u64 {
        let nanos = at.saturating_duration_since(self.epoch).as_nanos();
        u64::try_from(nanos).unwrap_or(u64::MAX)
    }

    fn last(&self) -> MutexGuard<'_, Option<(ExponentialBackoff, Instant)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outage(&self) -> MutexGuard<'_, Option<Outage>> {
        self.outage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Duration = Duration::from_millis(100);
    const QUICK: Duration = Duration::from_millis(1);

    fn breaker() -> CircuitBreaker {
        CircuitBreaker::new(&Arc::from("redis://here"), BUDGET)
    }

    fn error(kind: ErrorKind) -> Error {
        Error::new(kind, "get", "")
    }

    fn state(breaker: &CircuitBreaker) -> Breaker {
        breaker.status(Instant::now()).breaker()
    }

    #[test]
    fn it_opens_at_once_where_there_is_nothing_to_wait_for() {
        for kind in [ErrorKind::Refused, ErrorKind::Loading, ErrorKind::Tls] {
            let breaker = breaker();
            breaker.note(Some(&error(kind)), QUICK);
            assert_eq!(state(&breaker), Breaker::Open);
            assert_eq!(breaker.status(Instant::now()).cause(), Some(kind));
        }
    }

    #[test]
    fn it_opens_after_some_time_outs_in_a_row_and_after_slow_answers() {
        let late = error(ErrorKind::Timeout);
        let failing = breaker();
        for _ in 0..4 {
            failing.note(Some(&late), BUDGET);
        }
        assert!(failing.is_closed());
        failing.note(Some(&late), BUDGET);
        assert!(!failing.is_closed());

        let slow = breaker();
        for _ in 0..8 {
            slow.note(None, BUDGET / 2 + QUICK);
        }
        assert!(!slow.is_closed());
    }

    #[test]
    fn it_stays_closed_over_bad_entries_and_full_queues() {
        let breaker = breaker();
        for kind in [ErrorKind::Corrupt, ErrorKind::Busy, ErrorKind::OutOfMemory] {
            for _ in 0..100 {
                breaker.note(Some(&error(kind)), QUICK);
            }
        }
        assert_eq!(state(&breaker), Breaker::Closed);
    }

    #[test]
    fn one_probe_at_a_time_and_not_before_its_time() {
        let breaker = breaker();
        breaker.note(Some(&error(ErrorKind::Refused)), QUICK);
        let now = Instant::now();
        assert!(!breaker.is_probe_due(now));
        let mut due = now + 2 * FIRST_PROBE;
        for _ in 0..20 {
            assert!(breaker.is_probe_due(due));
            assert!(!breaker.is_probe_due(due));
            assert_eq!(state(&breaker), Breaker::HalfOpen);
            breaker.probed(Err(error(ErrorKind::Refused)), due);
            assert_eq!(state(&breaker), Breaker::Open);
            assert!(!breaker.is_probe_due(due + FIRST_PROBE / 2));
            due += 2 * LATER_PROBES;
        }
        assert!(breaker.is_probe_due(due));
        breaker.probed(Ok(()), due);
        assert!(breaker.is_closed());
        assert_eq!(breaker.status(due).cause(), None);
    }

    #[test]
    fn a_server_that_answers_probes_alone_is_probed_less_and_less() {
        let breaker = breaker();
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            breaker.open(&error(ErrorKind::Closed), now);
            let due = (0..).map(|millis| now + millis * QUICK);
            let due = due.into_iter().find(|now| breaker.is_probe_due(*now));
            let due = due.expect("a probe");
            pauses.push(due - now);
            breaker.probed(Ok(()), due);
            now = due + QUICK;
        }
        assert!(pauses[0] <= 2 * FIRST_PROBE, "{pauses:?}");
        assert!(pauses[7] >= LATER_PROBES, "{pauses:?}");

        // Long after, it is another outage.
        now += 2 * SAME_OUTAGE;
        breaker.open(&error(ErrorKind::Closed), now);
        assert!(breaker.is_probe_due(now + 2 * FIRST_PROBE));
    }

    #[test]
    fn a_probe_whose_thread_is_gone_is_not_waited_for_without_end() {
        let breaker = breaker();
        breaker.note(Some(&error(ErrorKind::Refused)), QUICK);
        let due = Instant::now() + 2 * FIRST_PROBE;
        assert!(breaker.is_probe_due(due));
        assert!(!breaker.is_probe_due(due + PROBE_LOST / 2));
        assert!(breaker.is_probe_due(due + PROBE_LOST));
    }

    #[test]
    fn calls_of_an_outage_are_counted_anew_for_each() {
        let breaker = breaker();
        for calls in [3, 2] {
            breaker.note(Some(&error(ErrorKind::Refused)), QUICK);
            for _ in 0..calls {
                breaker.skip();
            }
            let due = Instant::now() + 2 * LATER_PROBES;
            assert_eq!(breaker.status(due).skipped(), calls);
            assert!(breaker.is_probe_due(due));
            breaker.probed(Ok(()), due);
            assert_eq!(breaker.status(due).skipped(), 0);
        }
    }
}
