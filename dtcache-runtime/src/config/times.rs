//! Settings of how long anybody waits.

use std::time::Duration;

use super::RedisConfig;

impl RedisConfig {
    /// Longest time that the cache takes of a cached call, before its body and after it together: for
    /// a connection, for answers, and for reading and writing values. Default: 100 ms.
    ///
    /// What is not done by then goes without: a look-up is a miss, and a result is returned and not
    /// stored, or in the [background](crate::Write::Background) where the look-up had left no time. A connection that takes longer to open is there for a later call. A function may have a
    /// budget of its own: `budget = "20ms"` in the attribute, or
    /// [`CachedCall::budget`](crate::CachedCall::budget).
    ///
    /// An answer that takes more than half of it counts as slow for the instance's
    /// [`Breaker`](crate::Breaker).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use std::time::Duration;
    /// let config = dtcache::RedisConfig::new().budget(Duration::from_millis(20));
    /// ```
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// Longest wait for an answer of the server, or for a lent connection to come free.
    /// Default: 5 s.
    ///
    /// It governs connections that are lent, and what you ask of the cache itself, such as
    /// [`delete`](crate::RedisInstance::delete) or [`ping`](crate::RedisInstance::ping), which may take
    /// this and the [`connect_timeout`](Self::connect_timeout) together. Cached calls have a
    /// [`budget`](Self::budget).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use std::time::Duration;
    /// let config = dtcache::RedisConfig::new().socket_timeout(Duration::from_secs(10));
    /// ```
    #[doc(alias = "set_redis_socket_timeout")]
    pub fn socket_timeout(mut self, socket_timeout: Duration) -> Self {
        self.socket_timeout = socket_timeout;
        self
    }

    /// Longest time that a new connection may take to open. Default: 5 s. A cached call does not wait
    /// for it longer than its [`budget`](Self::budget); it opens in the background.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use std::time::Duration;
    /// let config = dtcache::RedisConfig::new().connect_timeout(Duration::from_millis(200));
    /// ```
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }
}
