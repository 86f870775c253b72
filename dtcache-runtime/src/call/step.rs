//! A call that has a key, and what its look-up comes to; no waiting here, so both worlds share it.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::clock;
use super::write::Write;
use crate::codec::{self, Codec, Trailer};
use crate::error::{Error, ErrorKind};
use crate::event;
use crate::instance::RedisInstance;
use crate::policy::{Age, Found, Next, Now, Policy, millis, plan};
use crate::scope::Mode;
use crate::stats::NamespaceCounters;
use crate::store::Store;
use crate::turn::Turn;

/// A call that has a key and goes to the cache.
pub(super) struct Ready<'a> {
    pub(super) instance: RedisInstance,
    pub(super) namespace: Cow<'a, str>,
    pub(super) key: String,
    pub(super) policy: Policy,
    pub(super) write: Write,
    pub(super) codec: Option<Codec>,
    /// What the cache may take of the caller's time.
    pub(super) budget: Duration,
    pub(super) counters: Arc<NamespaceCounters>,
    pub(super) mode: Option<Mode>,
    /// Whether the server is asked at all: not where it is known to be away.
    pub(super) is_admitted: bool,
}

/// What came of a look-up.
pub(super) enum Lookup<T> {
    /// The stored part of a return; the body does not run.
    Hit(T),
    Miss(Miss),
}

/// A caller whose look-up had nothing that it could be left at.
pub(super) struct Miss {
    /// When the look-up began; now where there was none.
    pub(super) begun: Instant,
    /// What it left of the budget.
    pub(super) left: Duration,
    /// Whether there was a look-up.
    pub(super) looked: bool,
    /// Whether the result is to be written. A server that could not be asked is not written to: the
    /// caller has waited for it once.
    pub(super) writes: bool,
    /// What is to be replaced.
    pub(super) found: Option<Bytes>,
    /// What it is still good for.
    pub(super) spare: Spare,
    /// By when it waits for nobody any more, once it has begun to.
    pub(super) patience: Option<Instant>,
}

/// What an entry is good for that is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spare {
    Nothing,
    /// It is fresh.
    Fresh,
    /// It is better than an error.
    Stale,
}

impl Ready<'_> {
    pub(super) fn store(&self) -> &Store {
        self.instance.store()
    }

    /// Whether there is a look-up before the body.
    pub(super) fn looks_up(&self) -> bool {
        self.is_admitted && self.mode != Some(Mode::Refresh)
    }

    /// A caller who does not look.
    pub(super) fn unlooked(&self) -> Miss {
        Miss {
            begun: Instant::now(),
            left: self.budget,
            looked: false,
            writes: self.is_admitted,
            found: None,
            spare: Spare::Nothing,
            patience: None,
        }
    }

    /// Whether a scope has the result computed anew where it is stored under a lease: what stands there is
    /// to be known, to be replaced.
    pub(super) fn looks_only(&self) -> bool {
        let refreshes = self.mode == Some(Mode::Refresh);
        self.is_admitted && refreshes && self.policy.flight.is_leased()
    }

    /// After a look at what is only to be replaced.
    pub(super) fn seen(&self, found: Result<Option<Bytes>, Error>, turn: Turn) -> Miss {
        match found {
            Ok(found) => Miss::after(turn, found, Spare::Nothing, true),
            Err(error) => {
                self.failed(&error);
                let writes = is_about_the_entry(error.kind());
                Miss::after(turn, None, Spare::Nothing, writes)
            }
        }
    }

    /// After a second look-up: what to do next.
    pub(super) fn looked_again<T: DeserializeOwned>(
        &self,
        found: Result<Option<Bytes>, Error>,
        turn: Turn,
    ) -> Lookup<T> {
        // The call has been counted, as a miss.
        let trailer = found.as_ref().ok().and_then(Option::as_deref);
        let next = self.next(trailer.is_some(), trailer.and_then(Trailer::of).as_ref());
        let value = match (next, &found) {
            (Next::Load | Next::RefreshStale, _) | (_, Err(_) | Ok(None)) => None,
            (_, Ok(Some(entry))) => self.given(entry),
        };
        match value {
            Some(value) => Lookup::Hit(value),
            None => Lookup::Miss(self.seen(found, turn)),
        }
    }

    /// After the look-up: what to do next.
    pub(super) fn looked_up<T: DeserializeOwned>(
        &self,
        found: Result<Option<Bytes>, Error>,
        turn: Turn,
    ) -> Lookup<T> {
        let entry = match found {
            Ok(entry) => entry,
            Err(error) => return self.not_found(&error, None, turn),
        };
        let trailer = entry.as_deref().and_then(Trailer::of);
        let next = self.next(entry.is_some(), trailer.as_ref());
        let spare = match (next, &entry) {
            (Next::Serve | Next::ServeStale, Some(found)) => {
                return match self.decoded(found, trailer.as_ref()) {
                    Ok(Some(value)) => {
                        self.hit(next == Next::ServeStale);
                        Lookup::Hit(value)
                    }
                    Ok(None) => self.missed(entry, Spare::Nothing, turn),
                    Err(error) => self.not_found(&error, entry, turn),
                };
            }
            (Next::RefreshEarly, _) => Spare::Fresh,
            (Next::RefreshStale, _) => Spare::Stale,
            _ => Spare::Nothing,
        };
        self.missed(entry, spare, turn)
    }

    /// What the plan says of what was found.
    pub(super) fn next(&self, is_there: bool, trailer: Option<&Trailer>) -> Next {
        let Some(trailer) = trailer else {
            let found = if is_there {
                Found::Plain
            } else {
                Found::Nothing
            };
            return plan(found, &self.policy, Now::UNASKED);
        };
        let age = Age {
            fresh_until: trailer.fresh_until,
            cost: millis(trailer.cost),
            is_absent: trailer.is_absent,
        };
        let rests = || self.instance.retries().rests(&self.key, Instant::now());
        let now = Now {
            millis: clock::millis(),
            // Of chance, 0 is left in and 1 left out; here it is to be the other way round.
            chance: 1.0 - fastrand::f64(),
            rests: self.policy.stale.is_some() && rests(),
        };
        plan(Found::Aged(age), &self.policy, now)
    }

    /// The value of an entry; `None` where it is as good as nothing.
    pub(super) fn decoded<T: DeserializeOwned>(
        &self,
        entry: &[u8],
        trailer: Option<&Trailer>,
    ) -> Result<Option<T>, Error> {
        if trailer.is_some_and(|trailer| trailer.is_absent) {
            return Ok(codec::absence());
        }
        codec::found(Some(entry), &self.instance.settings().limits)
    }

    /// What is to be replaced, as a value to serve in the meantime or in place of an error.
    pub(super) fn spared<T: DeserializeOwned>(&self, miss: &Miss) -> Option<T> {
        let value = self.spare(miss)?;
        self.has_spared(miss);
        Some(value)
    }

    /// The same, should it come to that.
    pub(super) fn spare<T: DeserializeOwned>(&self, miss: &Miss) -> Option<T> {
        if miss.spare == Spare::Nothing {
            return None;
        }
        let entry = miss.found.as_deref()?;
        let decoded = self.decoded(entry, Trailer::of(entry).as_ref());
        decoded.unwrap_or_else(|error| {
            self.failed(&error);
            None
        })
    }

    pub(super) fn has_spared(&self, miss: &Miss) {
        if miss.spare == Spare::Stale {
            self.served_stale();
        }
    }

    fn served_stale(&self) {
        self.counters.stale.add_one();
        event::stale(&self.namespace, &self.key);
    }

    pub(super) fn hit(&self, is_stale: bool) {
        self.counters.hits.add_one();
        if is_stale {
            self.served_stale();
        } else {
            event::hit(&self.namespace, &self.key);
        }
    }

    fn missed<T>(&self, found: Option<Bytes>, spare: Spare, turn: Turn) -> Lookup<T> {
        if spare != Spare::Fresh {
            self.count_miss();
        }
        Lookup::Miss(Miss::after(turn, found, spare, true))
    }

    pub(super) fn count_miss(&self) {
        self.counters.misses.add_one();
        event::miss(&self.namespace, &self.key);
    }

    fn not_found<T>(&self, error: &Error, found: Option<Bytes>, turn: Turn) -> Lookup<T> {
        self.counters.misses.add_one();
        self.failed(error);
        let writes = is_about_the_entry(error.kind());
        Lookup::Miss(Miss::after(turn, found, Spare::Nothing, writes))
    }

    pub(super) fn failed(&self, error: &Error) {
        let is_outage = self.store().is_away();
        self.counters
            .failed(&self.namespace, &self.key, error, is_outage);
    }
}

impl Miss {
    /// After another look. Patience does not begin anew.
    pub(super) fn again(&mut self, again: Self) {
        let patience = self.patience;
        *self = Self { patience, ..again };
    }

    fn after(turn: Turn, found: Option<Bytes>, spare: Spare, writes: bool) -> Self {
        Self {
            begun: turn.begun(),
            left: turn.left(),
            looked: true,
            writes,
            found,
            spare,
            patience: None,
        }
    }
}

/// Whether an error says that the entry is bad, and so is to be overwritten, and not that the
/// server is.
fn is_about_the_entry(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Corrupt | ErrorKind::TooLarge | ErrorKind::TypeMismatch
    )
}
