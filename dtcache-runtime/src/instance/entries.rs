//! What a user asks of single entries: to look at one, to delete one.

use super::RedisInstance;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;

impl RedisInstance {
    /// The bytes that stand under `key`, as they are: zlib over JSON where dtcache or a Python
    /// service wrote them. For a look at what is stored; cached calls read for themselves.
    ///
    /// # Errors
    ///
    /// Why the server could not be asked; [`ErrorKind::TooLarge`] over `max_value_size`.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_data, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// cache_data(&redis, "app:config", &["api", "cache"], 60);
    /// assert_eq!(redis.entry("app:config")?.map(|bytes| bytes[0]), Some(0x78)); // zlib
    /// assert_eq!(redis.entry("nothing:here")?, None);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn entry(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.0.store.get(key, self.patience())?.map(Vec::from))
    }

    /// The async twin of [`entry`](Self::entry).
    ///
    /// # Errors
    ///
    /// As [`entry`](Self::entry); [`ErrorKind::NoRuntime`] outside of a Tokio runtime with IO and
    /// time.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(redis.entry_async("nothing:here").await?, None);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn entry_async(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .0
            .store
            .get_async(key, self.patience())
            .await?
            .map(Vec::from))
    }

    /// Deletes the entry under `key`, such as the builder's
    /// [`key`](crate::CachedCall::key) gives. Says whether there was one.
    ///
    /// # Errors
    ///
    /// Why the server could not do it; then the entry may still be there.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let post = |id: u64| cache_function("post:content").redis(&redis).arg("post_id", &id);
    ///
    /// post(1).call(|| "old text".to_owned());
    /// assert!(redis.delete(&post(1).key()?)?);
    /// assert_eq!(post(1).call(|| "new text".to_owned()), "new text");
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn delete(&self, key: &str) -> Result<bool, Error> {
        self.remove(key, self.patience())
    }

    /// The async twin of [`delete`](Self::delete).
    ///
    /// # Errors
    ///
    /// As [`delete`](Self::delete); [`ErrorKind::NoRuntime`] outside of a Tokio runtime with IO
    /// and time.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert!(!redis.delete_async("nothing:here").await?);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn delete_async(&self, key: &str) -> Result<bool, Error> {
        self.remove_async(key, self.patience()).await
    }
}
