//! What becomes of a body's result: an entry for others, or none.

use std::time::{Duration, Instant};

use bytes::Bytes;

use super::dressed::{Dressed, ToWrite, dressed};
use super::outcome::Outcome;
use super::receipt::Receipt;
use super::step::{Miss, Ready};
use super::write::Write;
use crate::caught::caught;
use crate::codec;
use crate::error::{Error, ErrorKind};
use crate::event;
use crate::flight::Load;
use crate::scope::Mode;
use crate::turn::Turn;

/// One run of a body.
pub(super) struct Run {
    /// When it [began](Ready::begins).
    pub(super) began: Instant,
    /// What it took.
    pub(super) cost: Duration,
    pub(super) terms: Terms,
    /// For what comes after it.
    pub(super) turn: Turn,
}

/// What a result is stored under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Terms {
    /// Nothing: it is stored.
    Free,
    /// A lease, and not without it.
    Leased,
    /// Somebody else has the lease, so it is not.
    Unleased,
}

impl Ready<'_> {
    /// When the body begins, as far as anybody is going to ask: a look at the clock is a part of what a
    /// miss may cost.
    pub(super) fn begins(&self, terms: Terms, miss: &Miss) -> Instant {
        let asks = self.policy.needs_trailer() || self.policy.none_expire.is_some();
        if asks || terms != Terms::Free || self.policy.flight.is_leased() {
            Instant::now()
        } else {
            miss.begun
        }
    }
}

impl Run {
    /// One that has just ended.
    pub(super) fn ended(began: Instant, terms: Terms, miss: &Miss) -> Self {
        let turn = Turn::of(miss.left);
        Self {
            began,
            cost: turn.begun().saturating_duration_since(began),
            terms,
            turn,
        }
    }
}

impl Ready<'_> {
    /// After the body: gives the result to those who wait for it, and says what to write and to wait
    /// for, if anything. What is not to be waited for is on its way.
    pub(super) fn write<O: Outcome>(
        &self,
        outcome: &O,
        value: &O::Stored,
        run: &mut Run,
        miss: &Miss,
        load: &mut Load<'_>,
    ) -> Option<ToWrite> {
        if self.policy.stale.is_some() {
            self.instance.retries().forget(&self.key);
        }
        let stores =
            miss.writes && self.mode != Some(Mode::ReadOnly) && run.terms != Terms::Unleased;
        // What no lease protects is right for those alone who began before the body.
        let is_leased = self.policy.flight.is_leased();
        let before = is_leased.then_some(run.began);
        if !stores && !miss.looked && load.closes_unfollowed() {
            return None;
        }
        let write = match self.made(outcome, value, run.cost) {
            Dressed::Entry(write) => write,
            Dressed::Absent => {
                load.land(codec::absent().into(), before);
                return None;
            }
            Dressed::Nothing => return None,
        };
        if !stores {
            load.land(write.entry.into(), before);
            return None;
        }
        if !load.stores() {
            event::invalidated(&self.namespace, &self.key);
            if run.terms == Terms::Leased {
                // Another process may have invalidated it even before this one.
                load.retract();
            } else {
                load.share(&write.entry, None);
            }
            return None;
        }
        // What was done since the body is no time of the server's: `cache_if`, `Serialize`, deflating.
        run.turn = run.turn.rest();
        // Under a lease it is shared when it is stored.
        if run.terms == Terms::Leased {
            return Some(write);
        }
        load.share(&write.entry, None);
        self.waits_for(write, run.turn, load)
    }

    /// After the write.
    pub(super) fn written(&self, bytes: usize, result: Result<(), Error>, load: &mut Load<'_>) {
        match result {
            Ok(()) => {
                load.has_stored();
                self.counters.stored.add_one();
                event::stored(&self.namespace, &self.key, bytes);
            }
            Err(error) => self.failed(&error),
        }
    }

    /// The entry of a result, if it is worth one and can have one.
    fn made<O: Outcome>(&self, outcome: &O, value: &O::Stored, cost: Duration) -> Dressed {
        let asked = caught(|| {
            let expire = outcome.expire(value).unwrap_or(self.policy.expire);
            expire.life().filter(|_| outcome.worth_storing(value))
        });
        let Some(life) = asked else {
            let what = "the condition of cache_if, or the closure of expire, panicked";
            self.failed(&Error::new(ErrorKind::Unencodable, "encode", what));
            return Dressed::Nothing;
        };
        let Some(life) = life else {
            return Dressed::Nothing;
        };
        let settings = self.instance.settings();
        let codec = self.codec.unwrap_or(settings.codec);
        let encoded = codec::encode_verified(value, codec, &settings.limits).map_err(Error::from);
        let dressed = encoded.and_then(|value| dressed(value, life, cost, &self.policy, settings));
        dressed.unwrap_or_else(|error| {
            self.failed(&error);
            Dressed::Nothing
        })
    }

    /// A write that there is no time for is done behind the call. Else an entry that takes the whole
    /// budget to be found bad would stand there for ever.
    fn waits_for(&self, write: ToWrite, turn: Turn, load: &mut Load<'_>) -> Option<ToWrite> {
        if self.write == Write::Wait && !turn.allowed().is_zero() {
            return Some(write);
        }
        // Until it is there.
        load.land(Bytes::copy_from_slice(&write.entry), None);
        let receipt = Receipt::new(&self.counters, &self.namespace);
        let report = move |key: &str, bytes, result| receipt.signed(key, bytes, result);
        self.store()
            .set_behind(&self.key, write.entry, write.millis, Box::new(report));
        None
    }
}
