//! Where entries are kept: bytes under keys, with a time to live, in either world.
//!
//! A store knows no policy: what to keep, for how long and what the bytes mean is decided above.
//! Which connections the cache path uses is decided in [`redis`] alone.

mod memory;
mod redis;
mod ttl;

use std::num::NonZeroU64;

use bytes::Bytes;

use crate::config::{Settings, Target};
use crate::connection::Connector;
use crate::error::Error;
use memory::MemoryStore;
pub(crate) use redis::{RedisStore, command};
pub use ttl::TimeToLive;

/// Told what became of a write that nobody waits for: its key, its size, its outcome. Dropped unheard
/// where a newer write or a delete of the key came before it was done.
pub(crate) type Report = Box<dyn FnOnce(&str, usize, Result<(), Error>) + Send>;

/// The server, or the embedded store in its place.
pub(crate) enum Store {
    Redis(Box<RedisStore>),
    Memory(MemoryStore),
}

impl Store {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        match &settings.target {
            Target::Memory => Ok(Self::Memory(MemoryStore::new())),
            Target::Redis(info) => {
                let connector = Connector::new(info, settings)?;
                let store = RedisStore::new(connector, &settings.limits);
                Ok(Self::Redis(Box::new(store)))
            }
        }
    }

    /// The bytes under `key`; `None` where there are none.
    pub(crate) fn get(&self, key: &str) -> Result<Option<Bytes>, Error> {
        match self {
            Self::Redis(store) => store.get(key),
            Self::Memory(store) => Ok(store.get(key)),
        }
    }

    pub(crate) async fn get_async(&self, key: &str) -> Result<Option<Bytes>, Error> {
        match self {
            Self::Redis(store) => store.get_async(key).await,
            Self::Memory(store) => Ok(store.get(key)),
        }
    }

    /// Puts `entry` under `key`, whatever is there; `millis` is its time to live.
    pub(crate) fn set(
        &self,
        key: &str,
        entry: Vec<u8>,
        millis: Option<NonZeroU64>,
    ) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.set(key, &entry, millis),
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
    ) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.set_async(key, &entry, millis).await,
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
    pub(crate) fn ttl(&self, key: &str) -> Result<TimeToLive, Error> {
        match self {
            Self::Redis(store) => store.ttl(key),
            Self::Memory(store) => Ok(store.ttl(key)),
        }
    }

    pub(crate) async fn ttl_async(&self, key: &str) -> Result<TimeToLive, Error> {
        match self {
            Self::Redis(store) => store.ttl_async(key).await,
            Self::Memory(store) => Ok(store.ttl(key)),
        }
    }

    /// Whether there was something to delete.
    pub(crate) fn delete(&self, key: &str) -> Result<bool, Error> {
        match self {
            Self::Redis(store) => store.delete(key),
            Self::Memory(store) => Ok(store.delete(key)),
        }
    }

    pub(crate) async fn delete_async(&self, key: &str) -> Result<bool, Error> {
        match self {
            Self::Redis(store) => store.delete_async(key).await,
            Self::Memory(store) => Ok(store.delete(key)),
        }
    }

    pub(crate) fn ping(&self) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.ping(),
            Self::Memory(_) => Ok(()),
        }
    }

    pub(crate) async fn ping_async(&self) -> Result<(), Error> {
        match self {
            Self::Redis(store) => store.ping_async().await,
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
