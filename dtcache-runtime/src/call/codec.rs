//! How a call's result is written.

use super::builder::CachedCall;
use crate::codec::Codec;

impl<W, C> CachedCall<'_, W, C> {
    /// How the result is written, in place of what the instance says. Reading knows either.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, Codec, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").redis(&redis);
    /// answer().codec(Codec::Compact).call(|| 42);
    /// assert_eq!(answer().call(|| 43), 42); // a hit
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn codec(mut self, codec: Codec) -> Self {
        self.plan.codec = Some(codec);
        self
    }

    #[doc(hidden)]
    pub fn codec_json(self) -> Self {
        self.codec(Codec::Json)
    }

    #[doc(hidden)]
    pub fn codec_compact(self) -> Self {
        self.codec(Codec::Compact)
    }
}
