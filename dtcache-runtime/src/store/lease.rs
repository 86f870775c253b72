//! What both stores say of leases: who has one, who has not, and waiting for the end of another's.
//!
//! The embedded store is that of one process, whose callers know of each other: it grants each lease at
//! once, and settling it is a write.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::Store;
use super::redis::{Held, Watching};
use crate::connection::wait_until;
use crate::error::Error;
use crate::turn::Turn;

/// How long a lease stands that nobody renews: how long others wait for a process that is gone. Whatever
/// is heard, who waits so long looks again.
pub(super) const TIME: Duration = Duration::from_secs(2);

/// The same for who hears nothing of the end of a lease.
const UNHEARD: Duration = Duration::from_millis(100);

/// What came of one try for a lease.
pub(crate) enum Acquired {
    /// Nobody had it, and there is no other entry than the one that was seen.
    Leased(Lease),
    /// Somebody has stored this entry meanwhile.
    Found(Bytes),
    /// Somebody has it, for at most so long, unless it is renewed.
    Held(Duration),
}

/// The right to store the entry of a key, until it is lost. Dropped, it is released in the background.
#[must_use = "it is released when it is dropped"]
pub(crate) struct Lease {
    pub(super) key: Box<str>,
    /// None of the embedded store's is held anywhere.
    pub(super) held: Option<Held>,
}

/// Waits for the end of a lease that somebody else has. Dropped, it listens no more.
///
/// First there is a [`watch`](Store::watch_lease), then another try for the lease, as it may have ended
/// meanwhile, and only then a wait, and so on in turn. A first wait without the try between is no
/// mistake: it ends when the server has said that it will tell.
#[must_use = "it listens until it is dropped"]
pub(crate) struct Watch(Option<Watching>);

impl Lease {
    pub(super) fn held(key: &str, held: Held) -> Self {
        let (key, held) = (key.into(), Some(held));
        Self { key, held }
    }
}

impl Watch {
    /// Waits until the end of the lease will be heard, if it ever will; at most so long. Says whether
    /// it will: then who looks once more and waits then misses nothing.
    pub(crate) fn ready(&mut self, at_most: Duration) -> bool {
        if !self.is_heard() {
            self.wait(at_most);
        }
        self.is_heard()
    }

    pub(crate) async fn ready_async(&mut self, at_most: Duration) -> bool {
        if !self.is_heard() {
            self.wait_async(at_most).await;
        }
        self.is_heard()
    }

    /// Waits until the lease may have ended since the last wait, for at most so long; less where nothing
    /// is heard of it. Also ends when that changes: the connection is lost, or there is one again.
    pub(crate) fn wait(&mut self, at_most: Duration) {
        let deadline = Instant::now() + self.bounded(at_most);
        // What it was is for the next look to say.
        let _ = wait_until(deadline, self.told());
    }

    /// The same in a task, whose runtime can time.
    pub(crate) async fn wait_async(&mut self, at_most: Duration) {
        let at_most = self.bounded(at_most);
        let _ = tokio::time::timeout(at_most, self.told()).await;
    }

    fn is_heard(&self) -> bool {
        self.0.as_ref().is_some_and(Watching::is_heard)
    }

    fn bounded(&self, at_most: Duration) -> Duration {
        at_most.min(if self.is_heard() { TIME } else { UNHEARD })
    }

    async fn told(&mut self) {
        match &mut self.0 {
            Some(watching) => watching.told().await,
            None => std::future::pending().await,
        }
    }
}

impl Store {
    /// Tries once for the lease on `key`. `seen` is what the look-up of the caller has found and is to be
    /// replaced, of which the end is enough; empty where it has found nothing.
    pub(crate) fn acquire(&self, key: &str, seen: &[u8], turn: Turn) -> Result<Acquired, Error> {
        match self {
            Self::Redis(store) => store.acquire(key, seen, turn),
            Self::Memory(_) => Ok(Acquired::Leased(Lease::granted(key))),
        }
    }

    pub(crate) async fn acquire_async(
        &self,
        key: &str,
        seen: &[u8],
        turn: Turn,
    ) -> Result<Acquired, Error> {
        match self {
            Self::Redis(store) => store.acquire_async(key, seen, turn).await,
            Self::Memory(_) => Ok(Acquired::Leased(Lease::granted(key))),
        }
    }

    /// Puts `entry` under the key of the lease and ends it, and those who wait are told. `false` where it
    /// was lost, and nothing is stored.
    pub(crate) fn settle(
        &self,
        lease: Lease,
        entry: &[u8],
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<bool, Error> {
        let Lease { key, held } = lease;
        match (self, held) {
            (Self::Redis(store), Some(held)) => store.settle(&key, held, entry, millis, turn),
            (Self::Memory(store), _) => {
                store.set(&key, entry.into(), millis);
                Ok(true)
            }
            // Of another store.
            (Self::Redis(_), None) => Ok(false),
        }
    }

    pub(crate) async fn settle_async(
        &self,
        lease: Lease,
        entry: &[u8],
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<bool, Error> {
        let Lease { key, held } = lease;
        match (self, held) {
            (Self::Redis(store), Some(held)) => {
                store.settle_async(&key, held, entry, millis, turn).await
            }
            (Self::Memory(store), _) => {
                store.set(&key, entry.into(), millis);
                Ok(true)
            }
            // Of another store.
            (Self::Redis(_), None) => Ok(false),
        }
    }

    /// Listens from now on for the end of the lease on `key`. Waits for nothing.
    pub(crate) fn watch_lease(&self, key: &str) -> Result<Watch, Error> {
        match self {
            Self::Redis(store) => store.watch_lease(key).map(Watch),
            Self::Memory(_) => Ok(Watch(None)),
        }
    }
}

impl Lease {
    fn granted(key: &str) -> Self {
        let (key, held) = (key.into(), None);
        Self { key, held }
    }
}
