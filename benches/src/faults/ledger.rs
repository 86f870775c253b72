//! The calls of a trial: those that ended, and those that have not.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many callers call at a time.
pub(super) const CALLERS: usize = 16;

/// One call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) id: u64,
    pub(super) begun: Instant,
    /// Until now, for one that is under way.
    pub(super) took: Duration,
    /// How long its body ran, if it did.
    pub(super) body: Option<Duration>,
    pub(super) ending: Ending,
}

/// What the caller has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Value,
    WrongValue,
    Error,
    Panic,
    UnderWay,
}

#[derive(Default)]
pub(super) struct Ledger(Mutex<Calls>);

#[derive(Default)]
struct Calls {
    ended: Vec<Call>,
    under_way: [Option<(u64, Instant)>; CALLERS],
}

impl Call {
    pub(super) fn ended_at(&self) -> Instant {
        self.begun + self.took
    }

    pub(super) fn is_open(&self) -> bool {
        self.ending == Ending::UnderWay
    }

    /// Whether it had the right value and ran no body for it.
    fn is_served(&self) -> bool {
        self.ending == Ending::Value && self.body.is_none()
    }

    /// Whether it may have been given the result of a body that another call ran.
    fn may_have_shared(&self, other: &Self) -> bool {
        let overlaps = other.begun <= self.ended_at() && self.begun <= other.ended_at();
        let is_run = other.body.is_some() || other.is_open();
        self.id == other.id && overlaps && is_run
    }
}

/// The calls that were served from the cache and ended after then. Where callers share results, those do
/// not count that may have one of a body that others ran meanwhile.
pub(super) fn hits(
    calls: &[Call],
    callers_share: bool,
    after: Instant,
) -> impl Iterator<Item = &Call> {
    let served = calls.iter().filter(|call| call.is_served());
    let served = served.filter(move |call| call.ended_at() > after);
    served.filter(move |call| {
        !callers_share || !calls.iter().any(|other| call.may_have_shared(other))
    })
}

impl Ledger {
    pub(super) fn begin(&self, caller: usize, id: u64) -> Instant {
        let now = Instant::now();
        self.calls().under_way[caller] = Some((id, now));
        now
    }

    pub(super) fn end(&self, caller: usize, call: Call) {
        let mut calls = self.calls();
        calls.under_way[caller] = None;
        calls.ended.push(call);
    }

    /// All calls so far.
    pub(super) fn all(&self) -> Vec<Call> {
        let (calls, now) = (self.calls(), Instant::now());
        let under_way = calls.under_way.iter().flatten().map(|(id, begun)| Call {
            id: *id,
            begun: *begun,
            took: now.saturating_duration_since(*begun),
            body: None,
            ending: Ending::UnderWay,
        });
        calls.ended.iter().copied().chain(under_way).collect()
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
