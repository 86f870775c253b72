//! How long the cache may take of a call's time.

use std::time::Duration;

use super::builder::CachedCall;

impl<W, C> CachedCall<'_, W, C> {
    /// Longest time that the cache takes of this call, before its body and after it together, in place
    /// of the instance's [`budget`](crate::RedisConfig::budget). With none at all the body runs uncached.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    /// use std::time::Duration;
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = cache_function("answer").redis(&redis).budget(Duration::from_millis(20));
    /// assert_eq!(answer.call(|| 42), 42);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn budget(mut self, budget: Duration) -> Self {
        // Longer than a program runs is as long as it likes.
        self.plan.budget = Some(budget.min(Duration::from_secs(24 * 60 * 60)));
        self
    }

    #[doc(hidden)]
    pub fn budget_millis(self, millis: u64) -> Self {
        self.budget(Duration::from_millis(millis))
    }
}
