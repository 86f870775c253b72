//! What a handle decides without waiting, shared by both worlds.

use std::num::NonZeroU64;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Entry;
use crate::call::{Dressed, ToWrite, dressed};
use crate::caught::caught;
use crate::codec;
use crate::error::{Error, ErrorKind};
use crate::instance::RedisInstance;

/// What a value is to the store.
pub(super) enum Put {
    /// To be stored, for so long.
    Entry(Vec<u8>, Option<NonZeroU64>),
    /// Not to be stored. What stands there is not this value, so it goes.
    Nothing,
}

impl<T, W> Entry<T, W> {
    /// The key under which the entry stands.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unencodable`], naming the argument that cannot be part of a key, and where the
    /// key is empty: neither a namespace nor an argument.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::cache_function;
    ///
    /// assert_eq!(cache_function("app:config").entry::<u32>().key()?, "app:config");
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn key(&self) -> Result<&str, Error> {
        match &self.place.key {
            Err(error) => Err(error.clone()),
            Ok(key) if key.is_empty() => {
                let what = "the key is empty: give it a namespace or an argument";
                Err(Error::new(ErrorKind::Unencodable, "key", what))
            }
            Ok(key) => Ok(key),
        }
    }

    /// Whom to ask, and for which key.
    pub(super) fn place(&self, operation: &'static str) -> Result<(&RedisInstance, &str), Error> {
        let key = self.key()?;
        let redis = self.place.redis.as_ref().ok_or_else(|| {
            let what = "there is no instance; call RedisInstance::install at start-up, or name one \
                        with `redis`";
            Error::new(ErrorKind::NotInstalled, operation, what)
        })?;
        Ok((redis, key))
    }

    /// After a look-up.
    pub(super) fn found(redis: &RedisInstance, entry: Option<&[u8]>) -> Result<Option<T>, Error>
    where
        T: DeserializeOwned,
    {
        codec::found(entry, &redis.settings().limits)
    }

    /// Before a write.
    pub(super) fn to_put(&self, redis: &RedisInstance, value: &T) -> Result<Put, Error>
    where
        T: Serialize,
    {
        let policy = &self.place.policy;
        let expire = match &self.expire_by {
            Some(expire_by) => caught(|| expire_by(value)).ok_or_else(|| {
                let what = "the closure of expire panicked";
                Error::new(ErrorKind::Unencodable, "encode", what)
            })?,
            None => policy.expire,
        };
        let Some(life) = expire.life() else {
            return Ok(Put::Nothing);
        };
        // A value that nobody computed costs nothing to compute.
        let cost = Duration::ZERO;
        let settings = redis.settings();
        let codec = self.place.codec.unwrap_or(settings.codec);
        let value = codec::encode(value, codec, &settings.limits)?;
        Ok(match dressed(value, life, cost, policy, settings)? {
            Dressed::Entry(ToWrite { entry, millis }) => Put::Entry(entry, millis),
            Dressed::Absent | Dressed::Nothing => Put::Nothing,
        })
    }

    /// Whether whoever computes the value may hold a lease, which is to be ended.
    pub(super) fn is_leased(&self) -> bool {
        self.place.policy.flight.is_leased()
    }
}
