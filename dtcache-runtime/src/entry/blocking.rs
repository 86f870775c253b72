//! A handle in the world of threads that wait.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Entry;
use super::step::Put;
use crate::call::Blocking;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::store::TimeToLive;

impl<T> Entry<T, Blocking> {
    /// What a call would find, without running anything. `None` where nothing stands, and for a
    /// stored `null`.
    ///
    /// # Errors
    ///
    /// Why the server could not be asked; [`ErrorKind::Corrupt`], [`ErrorKind::TypeMismatch`] and
    /// [`ErrorKind::TooLarge`] where a call would find what it cannot use;
    /// [`ErrorKind::NotInstalled`] without an instance; as [`key`](Self::key).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").redis(&redis);
    /// assert_eq!(answer().entry::<u32>().peek()?, None);
    /// answer().call(|| 42);
    /// assert_eq!(answer().entry::<u32>().peek()?, Some(42));
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn peek(&self) -> Result<Option<T>, Error>
    where
        T: DeserializeOwned,
    {
        let (redis, key) = self.place("get")?;
        let found = redis.store().get(key, redis.patience())?;
        Self::found(redis, found.as_deref())
    }

    /// Stores `value` as the call would store its result, with the call's `expire` and whatever
    /// stood there. Says whether it is stored now: a value whose JSON is `null`, or any with an
    /// `expire` of zero, is not. Then what stood there is deleted, so that nobody is served a
    /// value that is out of date.
    ///
    /// # Errors
    ///
    /// Why the server could not do it; [`ErrorKind::Unencodable`] where JSON cannot carry the value
    /// back, and [`ErrorKind::TooLarge`] over a limit; [`ErrorKind::NotInstalled`] without an
    /// instance; as [`key`](Self::key). What stood
    /// there may stand there still.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let name = |id: u64| cache_function("name").redis(&redis).expire(60).arg("id", &id);
    /// assert!(name(7).entry::<String>().put(&"Ada".to_owned())?);
    /// assert_eq!(name(7).call(|| "not run".to_owned()), "Ada");
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn put(&self, value: &T) -> Result<bool, Error>
    where
        T: Serialize,
    {
        let (redis, key) = self.place("set")?;
        match self.to_put(redis, value)? {
            Put::Entry(entry, millis) => {
                let turn = redis.patience();
                if self.is_leased() {
                    redis.remove(key, turn)?;
                } else {
                    redis.undo("set", key, turn)?;
                }
                redis.store().set(key, entry, millis, turn.rest())?;
                // Nor is what was begun meanwhile stored over it.
                redis.flights().invalidate(key);
                Ok(true)
            }
            Put::Nothing => {
                redis.remove(key, redis.patience())?;
                Ok(false)
            }
        }
    }

    /// Deletes what stands there, so that the next call runs its body. Says whether there was
    /// something.
    ///
    /// # Errors
    ///
    /// Why the server could not do it, and then the entry may still be there;
    /// [`ErrorKind::NotInstalled`] without an instance; as [`key`](Self::key).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let text = || cache_function("text").redis(&redis);
    /// text().call(|| "old".to_owned());
    /// assert!(text().entry::<String>().invalidate()?);
    /// assert_eq!(text().call(|| "new".to_owned()), "new");
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn invalidate(&self) -> Result<bool, Error> {
        let (redis, key) = self.place("delete")?;
        redis.remove(key, redis.patience())
    }

    /// How long what stands there has to live, whatever it is.
    ///
    /// # Errors
    ///
    /// Why the server could not be asked; [`ErrorKind::NotInstalled`] without an instance; as
    /// [`key`](Self::key).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, TimeToLive};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = cache_function("answer").redis(&redis).entry::<u32>();
    /// answer.put(&42)?;
    /// assert_eq!(answer.ttl()?, TimeToLive::Forever);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn ttl(&self) -> Result<TimeToLive, Error> {
        let (redis, key) = self.place("ttl")?;
        redis.store().ttl(key, redis.patience())
    }
}
