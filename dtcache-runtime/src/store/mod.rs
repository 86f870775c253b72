//! Where entries are kept: bytes under keys, with a time to live, in either world.
//!
//! A store knows no policy: what to keep, for how long and what the bytes mean is decided above.
//! Which connections the cache path uses is decided in [`redis`] alone.

mod lease;
mod memory;
mod redis;
mod ttl;

use std::num::NonZeroU64;
use std::sync::Arc;

use bytes::Bytes;

use crate::breaker::Status;
use crate::config::{Settings, Target};
use crate::connection::Connector;
use crate::error::Error;
use crate::turn::Turn;
pub(crate) use lease::{Acquired, Lease};
use memory::MemoryStore;
pub(crate) use redis::{RedisStore, command};
pub use ttl::TimeToLive;

/// Told what became of a write that nobody waits for: its key, its size, its outcome. Dropped unheard
/// where a newer write or a delete of the key came before it was done.
pub(crate) type Report = Box<dyn FnOnce(&str, usize, Result<(), Error>) + Send>;

/// The server, or the embedded store in its place.
pub(crate) enum Store {
    Redis(Arc<RedisStore>),
    Memory(MemoryStore),
}

impl Store {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        match &settings.target {
            Target::Memory => Ok(Self::Memory(MemoryStore::new())),
            Target::Redis(info) => {
                let connector = Connector::new(info, settings)?;
                let store = RedisStore::new(connector, settings);
                Ok(Self::Redis(Arc::new(store)))
            }
        }
    }

    /// Whether a call is to be made at all: not of a server that is known to be away.
    pub(crate) fn admits(&self) -> bool {
        match self {
            Self::Redis(store) => store.admits(),
            Self::Memory(_) => true,
        }
    }

    /// Whether the server is known to be away; asks nobody, and counts nothing.
    pub(crate) fn is_away(&self) -> bool {
        match self {
            Self::Redis(store) => store.is_away(),
            Self::Memory(_) => false,
        }
    }

    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Redis(store) => store.status(),
            Self::Memory(_) => Status::closed(),
        }
    }

    /// The bytes under `key`; `None` where there are none.
    pub(crate) fn get(&self, key: &str, turn: Turn) -> Result<Option<Bytes>, Error> {
        match self {
            Self::Redis(store) => store.get(key, turn),
            Self::Memory(store) => Ok(store.get(key)),
        }
    }

    pub(crate) async fn get_async(&self, key: &str, turn: Turn) -> Result<Option<Bytes>, Error> {
        match self {
            Self::Redis(store) => store.get_async(key, turn).await,
            Self::Memory(store) => Ok(store.get(key)),
        }
    }

    /// Puts `entry` under `key`, whatever is there; `millis` is its time to live.
    pub(crate) fn set(
        &self,
        key: &str,
        entry: Vec<u8>,
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.set(key, &entry, millis, turn),
            Self::Memory(store) => {
                store.set(key, entry, millis);
                Ok(())
            }
        }
    }

    pub(crate) async fn set_async(
        &self,
        key: &str,
        entry: Vec<u8>,
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.set_async(key, &entry, millis, turn).await,
            Self::Memory(store) => {
                store.set(key, entry, millis);
                Ok(())
            }
        }
    }

    /// The same without waiting for the server; `report` is told what became of it, then or now.
    pub(crate) fn set_behind(
        &self,
        key: &str,
        entry: Vec<u8>,
        millis: Option<NonZeroU64>,
        report: Report,
    ) {
        match self {
            Self::Redis(store) => store.set_behind(key, entry, millis, report),
            Self::Memory(store) => {
                let bytes = entry.len();
                store.set(key, entry, millis);
                report(key, bytes, Ok(()));
            }
        }
    }

    /// How long the entry under `key` has to live.
    pub(crate) fn ttl(&self, key: &str, turn: Turn) -> Result<TimeToLive, Error> {
        match self {
            Self::Redis(store) => store.ttl(key, turn),
            Self::Memory(store) => Ok(store.ttl(key)),
        }
    }

    pub(crate) async fn ttl_async(&self, key: &str, turn: Turn) -> Result<TimeToLive, Error> {
        match self {
            Self::Redis(store) => store.ttl_async(key, turn).await,
            Self::Memory(store) => Ok(store.ttl(key)),
        }
    }

    /// Whether there was something to delete. Whoever has the lease on `key` loses it.
    pub(crate) fn delete(&self, key: &str, turn: Turn) -> Result<bool, Error> {
        match self {
            Self::Redis(store) => store.delete(key, turn),
            Self::Memory(store) => Ok(store.delete(key)),
        }
    }

    pub(crate) async fn delete_async(&self, key: &str, turn: Turn) -> Result<bool, Error> {
        match self {
            Self::Redis(store) => store.delete_async(key, turn).await,
            Self::Memory(store) => Ok(store.delete(key)),
        }
    }

    pub(crate) fn ping(&self, turn: Turn) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.ping(turn),
            Self::Memory(_) => Ok(()),
        }
    }

    pub(crate) async fn ping_async(&self, turn: Turn) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.ping_async(turn).await,
            Self::Memory(_) => Ok(()),
        }
    }

    /// Closes idle connections and opens new ones from here on; entries stay.
    pub(crate) fn reset(&self) {
        match self {
            Self::Redis(store) => store.reset(),
            Self::Memory(_) => {}
        }
    }
}
