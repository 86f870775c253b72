//! Counters of what the cache did, by namespace, and of what failed, by class.

mod failures;
mod live;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::error::ErrorKind;
pub(crate) use failures::Aloud;
pub(crate) use live::{Counters, NamespaceCounters};

/// What the cache did since the instance was made: a snapshot of
/// [`RedisInstance::stats`](crate::RedisInstance::stats).
///
/// The first 1024 namespaces have counters of their own; any further ones share the entry
/// `(others)`.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// for _ in 0..3 {
///     cache_function("answer").redis(&redis).call(|| 42);
/// }
/// let stats = redis.stats();
/// assert_eq!(stats.total().hits, 2);
/// assert_eq!(stats.namespace("answer").unwrap().stored, 1);
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    namespaces: BTreeMap<Box<str>, Counts>,
    /// Only classes of which there was one.
    failures: Vec<(ErrorKind, u64)>,
}

/// Counts of calls and of what became of them.
///
/// Every call of a cached function is one of `hits`, `misses`, `bypassed` and `skipped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Calls served from the cache.
    pub hits: u64,
    /// Calls whose look-up gave no usable value, whatever the reason.
    pub misses: u64,
    /// Calls without a value from the cache that got the result of another call's body: see
    /// [`Flight`](crate::Flight). Each is one of `misses`, `skipped` or, in a retry, neither.
    pub joined: u64,
    /// Calls that got a value whose time was over: see [`Stale`](crate::Stale).
    pub stale: u64,
    /// Calls that made no look-up: no `only_for` condition held, the instance is switched off,
    /// a [`Scope`](crate::Scope) bypasses or refreshes, the key could not be made or would have
    /// been another function's.
    pub bypassed: u64,
    /// Calls that made no look-up because the server is away: the instance's
    /// [`Breaker`](crate::Breaker) was not closed.
    pub skipped: u64,
    /// Results written to the cache.
    pub stored: u64,
    /// Look-ups and writes that failed, and entries and results that could not be used.
    pub errors: u64,
    /// Background writes that are not done yet, at this moment; see
    /// [`Write::Background`](crate::Write::Background). Each ends as one of `stored` or of `errors`, or
    /// as neither where another write or a delete of its key has taken its place.
    pub pending: u64,
}

impl Stats {
    /// All namespaces together.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// # use dtcache::{RedisConfig, RedisInstance};
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(redis.stats().total().hits, 0);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn total(&self) -> Counts {
        self.namespaces
            .values()
            .fold(Counts::default(), |sum, counts| Counts {
                hits: sum.hits + counts.hits,
                misses: sum.misses + counts.misses,
                joined: sum.joined + counts.joined,
                stale: sum.stale + counts.stale,
                bypassed: sum.bypassed + counts.bypassed,
                skipped: sum.skipped + counts.skipped,
                stored: sum.stored + counts.stored,
                errors: sum.errors + counts.errors,
                pending: sum.pending + counts.pending,
            })
    }

    /// One namespace; `None` where no call was made in it.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// # use dtcache::{RedisConfig, RedisInstance};
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(redis.stats().namespace("user_data"), None);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn namespace(&self, namespace: &str) -> Option<Counts> {
        self.namespaces.get(namespace).copied()
    }

    /// Every namespace in which calls were made, in alphabetical order.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// # use dtcache::{RedisConfig, RedisInstance};
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// for (namespace, counts) in redis.stats().namespaces() {
    ///     println!("{namespace}: {} of {} calls hit", counts.hits, counts.hits + counts.misses);
    /// }
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn namespaces(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.namespaces
            .iter()
            .map(|(namespace, counts)| (&**namespace, *counts))
    }

    /// What failed in all namespaces and in [`cache_data`](crate::cache_data), by class: every class of
    /// which there was one.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, ErrorKind, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().host("127.0.0.1").port(1))?; // nobody's
    /// cache_function("answer").redis(&redis).call(|| 42);
    /// let failures: Vec<_> = redis.stats().failures().collect();
    /// assert_eq!(failures, [(ErrorKind::Refused, 1)]);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn failures(&self) -> impl Iterator<Item = (ErrorKind, u64)> {
        self.failures.iter().copied()
    }
}
