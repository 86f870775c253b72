//! One load per key in all processes: the lease of whoever runs the body, and the wait of all others.
//!
//! What is decided without waiting is decided here; both worlds wait for it in their own way.

use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::dressed::ToWrite;
use super::made::Terms;
use super::step::{Miss, Ready, Spare};
use crate::codec::Trailer;
use crate::error::Error;
use crate::event;
use crate::flight::Load;
use crate::policy::Next;
use crate::scope::Mode;
use crate::store::{Acquired, Lease};
use crate::turn::Turn;

/// However it is notified, nobody waits for longer without another look.
const LONGEST: Duration = Duration::from_secs(1);

/// What a caller has come to that asked for a lease.
pub(super) enum Leasing<T> {
    /// Run the body and store its result under the lease.
    Leased(Lease),
    /// Run the body and store nothing: somebody else still has the lease.
    Unleased,
    /// The same, because the server could not be asked.
    Away,
    /// Somebody else's result, or one that is good enough while somebody else computes another.
    Value(T),
}

/// What a caller does next.
pub(super) enum Try<T> {
    Done(Leasing<T>),
    /// Wait until the lease of somebody else may have ended, and try once more.
    Wait(Duration),
    Again,
}

/// Tries for a lease, one after the other.
pub(super) struct Tries {
    /// Nobody waits beyond.
    deadline: Instant,
    /// When the present one began.
    begun: Instant,
    /// What is to be replaced.
    seen: Option<Bytes>,
    left: Duration,
    is_first: bool,
}

impl Tries {
    /// What one of them may take of the caller's time.
    pub(super) fn turn(&mut self) -> Turn {
        self.begun = Instant::now();
        Turn::of(self.left)
    }

    pub(super) fn seen(&self) -> &[u8] {
        self.seen.as_deref().unwrap_or_default()
    }
}

impl<T> Leasing<T> {
    /// Under what the body is run, and with which lease; else, the value that makes it needless.
    pub(super) fn terms(self, miss: &mut Miss) -> Result<(Terms, Option<Lease>), T> {
        match self {
            Leasing::Leased(lease) => Ok((Terms::Leased, Some(lease))),
            Leasing::Unleased => Ok((Terms::Unleased, None)),
            Leasing::Away => {
                miss.writes = false;
                Ok((Terms::Free, None))
            }
            Leasing::Value(value) => Err(value),
        }
    }
}

impl Ready<'_> {
    /// Whether a lease is asked for before the body.
    pub(super) fn leases(&self, miss: &Miss) -> bool {
        let stores = miss.writes && self.mode != Some(Mode::ReadOnly);
        self.policy.flight.is_leased() && stores
    }

    /// Whoever computes for itself alone waits for nobody.
    pub(super) fn tries(&self, miss: &mut Miss, load: &Load<'_>) -> Tries {
        let deadline = if load.is_alone() {
            miss.begun
        } else {
            self.patience(miss)
        };
        Tries {
            deadline,
            begun: miss.begun,
            seen: miss.found.clone(),
            left: miss.left.max(self.budget / 2),
            is_first: true,
        }
    }

    /// After a try. What somebody else has stored is given to those who wait for this caller.
    pub(super) fn tried<T: DeserializeOwned>(
        &self,
        tries: &mut Tries,
        acquired: Result<Acquired, Error>,
        miss: &mut Miss,
        load: &mut Load<'_>,
    ) -> Try<T> {
        if tries.is_first {
            miss.left = tries
                .left
                .saturating_sub(tries.begun.elapsed())
                .max(self.budget / 4);
            tries.is_first = false;
        }
        // Each wait has been somebody else's time.
        tries.left = self.budget;
        match acquired {
            Ok(Acquired::Leased(lease)) => Try::Done(Leasing::Leased(lease)),
            Ok(Acquired::Found(entry)) => self.stored_meanwhile(tries, entry, load),
            Ok(Acquired::Held(left)) => {
                // One is enough to refresh what is fresh.
                if miss.spare == Spare::Fresh
                    && let Some(value) = self.spared(miss)
                {
                    return Try::Done(Leasing::Value(value));
                }
                let patience = tries.deadline.saturating_duration_since(Instant::now());
                if patience.is_zero() {
                    return Try::Done(Leasing::Unleased);
                }
                Try::Wait(left.clamp(Duration::from_millis(1), LONGEST).min(patience))
            }
            Err(error) => {
                self.failed(&error);
                Try::Done(Leasing::Away)
            }
        }
    }

    /// Where the end of a lease cannot be heard of.
    pub(super) fn unheard<T>(&self, error: &Error) -> Leasing<T> {
        self.failed(error);
        Leasing::Unleased
    }

    fn stored_meanwhile<T: DeserializeOwned>(
        &self,
        tries: &mut Tries,
        entry: Bytes,
        load: &mut Load<'_>,
    ) -> Try<T> {
        match self.stored(&entry) {
            Some(value) => {
                self.counters.joined.add_one();
                event::joined(&self.namespace, &self.key);
                load.land(entry, Some(tries.begun));
                Try::Done(Leasing::Value(value))
            }
            None if Instant::now() >= tries.deadline => Try::Done(Leasing::Unleased),
            // Of no use, so it is the next to be replaced.
            None => {
                tries.seen = Some(entry);
                Try::Again
            }
        }
    }

    /// The value of an entry that is another one's, if its time is not over.
    fn stored<T: DeserializeOwned>(&self, entry: &[u8]) -> Option<T> {
        let trailer = Trailer::of(entry);
        match self.next(true, trailer.as_ref()) {
            Next::Load | Next::RefreshStale => None,
            Next::Serve | Next::ServeStale | Next::RefreshEarly => {
                self.decoded(entry, trailer.as_ref()).ok().flatten()
            }
        }
    }

    /// After a write under the lease: what those get who wait for this caller.
    pub(super) fn settled(
        &self,
        write: &ToWrite,
        sent: Instant,
        settled: Result<bool, Error>,
        load: &mut Load<'_>,
    ) {
        match settled {
            Ok(true) => {
                // Whoever began after it was sent might have begun after an invalidation that came after it.
                load.share(&write.entry, Some(sent));
                self.written(write.entry.len(), Ok(()), load);
            }
            Ok(false) => {
                load.retract();
                event::invalidated(&self.namespace, &self.key);
            }
            Err(error) => self.failed(&error),
        }
    }
}
