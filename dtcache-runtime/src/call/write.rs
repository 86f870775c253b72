//! Whether a call waits for its write.

use super::builder::CachedCall;

/// Whether a cached call waits for the write of its result; what
/// [`CachedCall::write`](crate::CachedCall::write) and the attribute's `write` take.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance, Write};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let double = |n: u32| {
///     let call = cache_function("double").redis(&redis).expire(60).arg("n", &n);
///     call.write(Write::Background).call(|| n * 2)
/// };
/// assert_eq!(double(21), 42);
///
/// // Before the program ends, what is on its way is to arrive.
/// while redis.stats().total().pending > 0 {
///     std::thread::yield_now();
/// }
/// assert_eq!(redis.stats().total().stored, 1);
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Write {
    /// It does: the next call with these arguments is a hit. Where the look-up has taken the whole
    /// [budget](crate::RedisConfig::budget), it is done as in the background.
    #[default]
    Wait,
    /// It returns the value at once. A thread of the instance writes the entry, many in one round
    /// trip; until it is there, a call with the same arguments runs its body again.
    ///
    /// What waits is bounded. 16 MiB or 4,096 writes may: one more is dropped and never waited for,
    /// and counts as an error. So does one that has waited as long as `socket_timeout` while the server
    /// did not answer. The time to live runs from the call. A newer write of a key takes the place of
    /// one that waits, and what [`delete`](crate::RedisInstance::delete), a handle or a waiting
    /// call does to a key through the same instance is never undone by an older background write.
    ///
    /// When the instance is dropped, what waits is still written. When the process ends, it is not:
    /// wait until [`pending`](crate::Counts::pending) is 0. In a process that was forked off, and
    /// does not start another program, nothing is written in the background.
    ///
    /// The embedded store, which has no round trip, is written to at once.
    Background,
}

impl<W, C> CachedCall<'_, W, C> {
    /// Whether the call waits for the write of its result, which it does by default.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Write};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let call = cache_function("answer").redis(&redis).write(Write::Background);
    /// assert_eq!(call.call(|| 42), 42);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn write(mut self, write: Write) -> Self {
        self.plan.write = write;
        self
    }

    #[doc(hidden)]
    pub fn write_behind(self) -> Self {
        self.write(Write::Background)
    }
}
