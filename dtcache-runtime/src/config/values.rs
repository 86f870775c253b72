//! Settings of what is stored: how large it may be, and how it is written.

use super::RedisConfig;
use crate::codec::Codec;

impl RedisConfig {
    /// Largest entry, in bytes as they stand in Redis, that is read or written. Default: 8 MiB.
    /// A larger result is returned and not stored; a larger entry is a miss.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().max_value_size(1024 * 1024);
    /// ```
    pub fn max_value_size(mut self, bytes: usize) -> Self {
        self.max_value_size = bytes;
        self
    }

    /// Largest JSON text of a value, in bytes before compression, or largest compact payload.
    /// Default: 32 MiB. A larger result is returned and not stored; an entry that inflates past it is
    /// refused while inflating.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().max_decoded_size(4 * 1024 * 1024);
    /// ```
    pub fn max_decoded_size(mut self, bytes: usize) -> Self {
        self.max_decoded_size = bytes;
        self
    }

    /// How results are written by calls that do not say so themselves. Default: [`Codec::Json`].
    /// Reading knows either, so a change needs no flush.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{Codec, RedisConfig};
    ///
    /// let config = RedisConfig::new().codec(Codec::Compact); // for caches without Python
    /// ```
    pub fn codec(mut self, codec: Codec) -> Self {
        self.codec = codec;
        self
    }

    /// By how many per cent, at most, chance shortens the time to live of results whose calls do not say
    /// so themselves, 90 at most. Default: 0. What is stored together then does not expire together.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().jitter(10); // an hour is 54 to 60 minutes
    /// ```
    pub fn jitter(mut self, per_cent: u8) -> Self {
        self.jitter = per_cent;
        self
    }
}
