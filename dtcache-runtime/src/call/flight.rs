//! Whether a caller that has missed runs its body; what both worlds decide alike.

use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::step::{Miss, Ready, Spare};
use crate::codec::{self, Trailer};
use crate::event;
use crate::flight::{Begun, Company, Followed, Load};
use crate::scope::Mode;

/// What a caller that waited has come to.
pub(super) enum Waited<'c, T> {
    /// The stored part of a return; the body does not run.
    Value(T),
    /// The body is to be run.
    Load(Load<'c>),
    /// There may be an entry by now.
    LookAgain,
}

impl Ready<'_> {
    /// After a look-up in vain.
    pub(super) fn begin(&self, miss: &Miss) -> Begun<'_> {
        let company = if self.mode == Some(Mode::Refresh) {
            Company::None
        } else if miss.spare == Spare::Fresh {
            Company::Unless
        } else if self.policy.flight.is_on {
            Company::Shared
        } else {
            Company::None
        };
        let flights = self.instance.flights();
        if self.mode == Some(Mode::Refresh) {
            // What is being computed for others is not to be stored over what is computed from now on.
            drop(flights.invalidate(&self.key));
        }
        let begun = flights.begin(&self.key, company, miss.begun);
        // What is fresh is a hit to all but the one who computes another.
        if miss.spare == Spare::Fresh {
            if matches!(begun, Begun::UnderWay) {
                self.hit(false);
            } else {
                self.count_miss();
            }
        }
        begun
    }

    /// For a result that is computed behind the call.
    pub(super) fn begin_unless(&self, miss: &Miss) -> Begun<'_> {
        let flights = self.instance.flights();
        flights.begin(&self.key, Company::Unless, miss.begun)
    }

    /// A run of the body whatever others do.
    pub(super) fn alone(&self) -> Load<'_> {
        self.instance.flights().alone(&self.key)
    }

    /// By when a caller that waits for others runs its own body, however many it has waited for.
    pub(super) fn patience(&self, miss: &mut Miss) -> Instant {
        let wait = self.policy.flight.wait;
        *miss.patience.get_or_insert_with(|| Instant::now() + wait)
    }

    /// What a caller does that was not told to wait.
    pub(super) fn told<T: DeserializeOwned>(&self, begun: Begun<'_>, miss: &Miss) -> Waited<'_, T> {
        match begun {
            Begun::Given(entry) => self.followed(Some(Followed::Entry(entry)), miss),
            Begun::LookAgain => self.followed(Some(Followed::LookAgain), miss),
            Begun::UnderWay | Begun::Follow(_) | Begun::Load(_) => self.followed(None, miss),
        }
    }

    /// What a caller does that has waited, or does not.
    pub(super) fn followed<T: DeserializeOwned>(
        &self,
        followed: Option<Followed>,
        miss: &Miss,
    ) -> Waited<'_, T> {
        let value = match followed {
            // A server that was not there for the first look is not asked for a second one.
            Some(Followed::LookAgain | Followed::Late(_)) if miss.writes && miss.looked => {
                return Waited::LookAgain;
            }
            // Nor is it there for an invalidation.
            Some(Followed::Entry(entry) | Followed::Late(entry)) => self.given(&entry),
            _ => self.spared(miss),
        };
        match value {
            Some(value) => Waited::Value(value),
            None => Waited::Load(self.alone()),
        }
    }

    /// How long the body may take, and what is served when it takes longer.
    pub(super) fn gives_way<T: DeserializeOwned>(&self, miss: &Miss) -> Option<(Duration, T)> {
        let time = self.policy.body_timeout?;
        if miss.spare != Spare::Stale || !self.instance.can_time() {
            return None;
        }
        self.spare(miss).map(|value| (time, value))
    }

    /// It took longer.
    pub(super) fn gave_way(&self, miss: &Miss) {
        self.has_spared(miss);
        self.rests();
    }

    /// What is served in place of an error.
    pub(super) fn instead<T: DeserializeOwned>(&self, miss: &Miss) -> Option<T> {
        let value = self.spared(miss)?;
        if miss.spare == Spare::Stale {
            self.rests();
        }
        Some(value)
    }

    /// The body is left alone for a while.
    pub(super) fn rests(&self) {
        if let Some(stale) = self.policy.stale
            && let Some(until) = Instant::now().checked_add(stale.retry)
        {
            self.instance.retries().rest(&self.key, until);
        }
    }

    /// The value of somebody else's result.
    pub(super) fn given<T: DeserializeOwned>(&self, entry: &Bytes) -> Option<T> {
        let value = match self.decoded(entry, Trailer::of(entry).as_ref()) {
            // Nothing that is stored, but shared it may be.
            Ok(None) => codec::absence(),
            Ok(value) => value,
            Err(error) => {
                self.failed(&error);
                None
            }
        };
        if value.is_some() {
            self.counters.joined.add_one();
            event::joined(&self.namespace, &self.key);
        }
        value
    }
}
