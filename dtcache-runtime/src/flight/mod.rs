//! One load per key in a process: who runs the body, who waits for whom, and what an invalidation undoes.
//!
//! Knows no Redis, no policy and no codec: keys, bytes and time. Single-flight after Go's
//! `golang.org/x/sync/singleflight`, with what that lacks: nobody waits without end, and a result that was
//! computed before an invalidation is not stored after it.
//!
//! A lock is held for a few lookups in a map and never while anybody waits; threads wait on condition
//! variables and tasks on wakers ([`awaited`]), so neither world blocks the other.

mod awaited;
mod following;
mod key;
mod led;
mod lingering;
mod load;
mod marks;
mod retries;
mod slot;
#[cfg(test)]
mod tests;

use std::hash::RandomState;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;

use awaited::Awaited;
pub(crate) use following::{Followed, Following, Stores};
use key::Hashed;
pub(crate) use load::Load;
pub(crate) use retries::Retries;
use slot::Shard;

/// So many locks, so that distinct keys seldom meet at one.
const SHARDS: usize = 32;

/// The loads of one instance that are under way.
pub(crate) struct Flights {
    shards: Box<[Mutex<Shard>; SHARDS]>,
    hasher: RandomState,
    /// How long a look-up may take at most, and so how long a result is of use to who had looked before.
    stays: Duration,
}

/// What a caller that has missed is to do.
pub(crate) enum Begun<'f> {
    /// Run the body.
    Load(Load<'f>),
    /// Wait for somebody who does.
    Follow(Following),
    /// Take this: it landed between the caller's look-up and now.
    Given(Bytes),
    /// Look once more: it was stored between the two.
    LookAgain,
    /// Leave it to somebody who does.
    UnderWay,
}

/// How a caller goes with others who load the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// It runs its body whatever they do.
    None,
    /// One runs the body and all others wait for it.
    Shared,
    /// It does nothing where somebody does.
    Unless,
}

/// What a flight comes to.
#[derive(Clone)]
pub(crate) enum Landing {
    /// The encoded result, for whoever began before then.
    Entry(Bytes, Option<Instant>),
    /// A result that is not to be shared any more: there may be another by now.
    LookAgain,
    /// Nothing that could be shared: each computes.
    Nothing,
}

type Flight = Awaited<Landing>;

impl Flights {
    /// For callers whose look-ups take at most `stays`.
    pub(crate) fn new(stays: Duration) -> Self {
        Self {
            shards: Box::new(std::array::from_fn(|_| Mutex::default())),
            hasher: RandomState::new(),
            stays,
        }
    }

    /// After a look-up in vain that began at `begun`.
    pub(crate) fn begin<'f>(&'f self, key: &'f str, company: Company, begun: Instant) -> Begun<'f> {
        let key = self.hashed(key);
        let mut shard = self.shard(key);
        if company == Company::None {
            return Begun::Load(self.enter(shard, key, false));
        }
        if let Some(leader) = shard.leader(key) {
            // A body that asks for what it computes would wait for itself.
            if led::leads(key.hash, leader) {
                return Begun::Load(self.enter(shard, key, false));
            }
            if company == Company::Unless {
                return Begun::UnderWay;
            }
            if let Some(flight) = shard.follow(key) {
                return Begun::Follow(Following::new(flight, begun));
            }
        }
        if company == Company::Shared {
            if let Some(entry) = shard.lingering.find(key, begun) {
                return Begun::Given(entry);
            }
            if shard.marks.missed(key.hash, begun) {
                return Begun::LookAgain;
            }
        }
        Begun::Load(self.enter(shard, key, true))
    }

    /// A load of its own, whatever others do.
    pub(crate) fn alone<'f>(&'f self, key: &'f str) -> Load<'f> {
        let key = self.hashed(key);
        let shard = self.shard(key);
        self.enter(shard, key, false)
    }

    /// Whether somebody runs the body of `key` whom others would wait for.
    pub(crate) fn is_under_way(&self, key: &str) -> bool {
        let key = self.hashed(key);
        self.shard(key).leader(key).is_some()
    }

    /// What is being computed for `key` is not stored, and nobody who comes now gets it. Results on
    /// their way to the store are to be waited for, before the entry is deleted.
    pub(crate) fn invalidate(&self, key: &str) -> Option<Stores> {
        let key = self.hashed(key);
        let mut shard = self.shard(key);
        shard.lingering.forget(key);
        shard.invalidate(key).map(Stores::new)
    }

    /// A load that others may wait for, or one of its own.
    fn enter<'f>(
        &'f self,
        mut shard: MutexGuard<'_, Shard>,
        key: Hashed<'f>,
        leads: bool,
    ) -> Load<'f> {
        let ticket = shard.enter(key, leads);
        drop(shard);
        Load::new(self, key, ticket)
    }

    fn hashed<'k>(&self, key: &'k str) -> Hashed<'k> {
        Hashed::new(key, &self.hasher)
    }

    fn shard(&self, key: Hashed<'_>) -> MutexGuard<'_, Shard> {
        // The table inside goes by the low bits and by the highest ones.
        let place = usize::from(key.hash.to_be_bytes()[2]) % SHARDS;
        let [first, ..] = &*self.shards;
        let shard = self.shards.get(place).unwrap_or(first);
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many keys something is known of; for tests.
    #[cfg(test)]
    fn keys(&self) -> usize {
        let lock =
            |shard: &Mutex<Shard>| shard.lock().unwrap_or_else(PoisonError::into_inner).len();
        self.shards.iter().map(lock).sum()
    }
}
