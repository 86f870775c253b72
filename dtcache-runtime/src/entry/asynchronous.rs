//! A handle in the world of tasks that are polled.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::AsyncEntry;
use super::step::Put;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::store::TimeToLive;

impl<T> AsyncEntry<T> {
    /// What a call would find, without running anything. `None` where nothing stands, and for a
    /// stored `null`.
    ///
    /// # Errors
    ///
    /// Why the server could not be asked; [`ErrorKind::Corrupt`], [`ErrorKind::TypeMismatch`] and
    /// [`ErrorKind::TooLarge`] where a call would find what it cannot use;
    /// [`ErrorKind::NotInstalled`] without an instance; as [`key`](Self::key); [`ErrorKind::NoRuntime`] outside of a Tokio
    /// runtime with IO and time.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || acache_function("answer").redis(&redis);
    /// assert_eq!(answer().entry::<u32>().peek().await?, None);
    /// answer().call_sync(|| 42).await;
    /// assert_eq!(answer().entry::<u32>().peek().await?, Some(42));
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn peek(&self) -> Result<Option<T>, Error>
    where
        T: DeserializeOwned,
    {
        let (redis, key) = self.place("get")?;
        let found = redis.store().get_async(key, redis.patience()).await?;
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
    /// instance; as [`key`](Self::key); [`ErrorKind::NoRuntime`] outside of a Tokio
    /// runtime with IO and time. What stood
    /// there may stand there still.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let name = |id: u64| acache_function("name").redis(&redis).expire(60).arg("id", &id);
    /// assert!(name(7).entry::<String>().put(&"Ada".to_owned()).await?);
    /// assert_eq!(name(7).call_sync(|| "not run".to_owned()).await, "Ada");
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn put(&self, value: &T) -> Result<bool, Error>
    where
        T: Serialize,
    {
        let (redis, key) = self.place("set")?;
        match self.to_put(redis, value)? {
            Put::Entry(entry, millis) => {
                let turn = redis.patience();
                if self.is_leased() {
                    redis.remove_async(key, turn).await?;
                } else {
                    redis.undo_async("set", key, turn).await?;
                }
                let turn = turn.rest();
                redis.store().set_async(key, entry, millis, turn).await?;
                // Nor is what was begun meanwhile stored over it.
                redis.flights().invalidate(key);
                Ok(true)
            }
            Put::Nothing => {
                redis.remove_async(key, redis.patience()).await?;
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
    /// [`ErrorKind::NotInstalled`] without an instance; as [`key`](Self::key); [`ErrorKind::NoRuntime`] outside of a Tokio
    /// runtime with IO and time.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let text = || acache_function("text").redis(&redis);
    /// text().call_sync(|| "old".to_owned()).await;
    /// assert!(text().entry::<String>().invalidate().await?);
    /// assert_eq!(text().call_sync(|| "new".to_owned()).await, "new");
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn invalidate(&self) -> Result<bool, Error> {
        let (redis, key) = self.place("delete")?;
        redis.remove_async(key, redis.patience()).await
    }

    /// How long what stands there has to live, whatever it is.
    ///
    /// # Errors
    ///
    /// Why the server could not be asked; [`ErrorKind::NotInstalled`] without an instance; as
    /// [`key`](Self::key); [`ErrorKind::NoRuntime`] outside of a Tokio
    /// runtime with IO and time.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance, TimeToLive};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = acache_function("answer").redis(&redis).entry::<u32>();
    /// answer.put(&42).await?;
    /// assert_eq!(answer.ttl().await?, TimeToLive::Forever);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn ttl(&self) -> Result<TimeToLive, Error> {
        let (redis, key) = self.place("ttl")?;
        redis.store().ttl_async(key, redis.patience()).await
    }
}
