//! Counters of what the cache did, by namespace.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::owner::Owners;

/// Namespaces are few and written in source code; where a program makes them up as it goes, the
/// rest is counted together.
const MAX_NAMESPACES: usize = 1024;

/// The name under which namespaces beyond the limit are counted together.
const OTHERS: &str = "(others)";

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
}

/// Counts of calls and of what became of them.
///
/// Every call of a cached function is one of `hits`, `misses` and `bypassed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Calls served from the cache.
    pub hits: u64,
    /// Calls whose look-up gave no usable value, whatever the reason.
    pub misses: u64,
    /// Calls that made no look-up: no `only_for` condition held, the instance is switched off,
    /// a [`Scope`](crate::Scope) bypasses or refreshes, the key could not be made or would have
    /// been another function's.
    pub bypassed: u64,
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
                bypassed: sum.bypassed + counts.bypassed,
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
}

/// The live counters of one instance.
#[derive(Default)]
pub(crate) struct Counters {
    namespaces: RwLock<HashMap<Box<str>, Arc<NamespaceCounters>>>,
}

/// The live counters of one namespace, and who uses it.
pub(crate) struct NamespaceCounters {
    pub(crate) hits: Counter,
    pub(crate) misses: Counter,
    pub(crate) bypassed: Counter,
    pub(crate) stored: Counter,
    pub(crate) errors: Counter,
    pub(crate) pending: Gauge,
    pub(crate) owners: Owners,
}

/// How many there are of something. What was counted before one left is seen by whoever sees it gone.
#[derive(Default)]
pub(crate) struct Gauge(AtomicU64);

/// A number that only grows; other memory is not ordered by it.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl NamespaceCounters {
    fn new(owners: Owners) -> Self {
        Self {
            hits: Counter::default(),
            misses: Counter::default(),
            bypassed: Counter::default(),
            stored: Counter::default(),
            errors: Counter::default(),
            pending: Gauge::default(),
            owners,
        }
    }
}

impl Counter {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Gauge {
    pub(crate) fn enter(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn leave(&self) {
        self.0.fetch_sub(1, Ordering::Release);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl Counters {
    pub(crate) fn namespace(&self, namespace: &str) -> Arc<NamespaceCounters> {
        let known = self
            .namespaces
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(counters) = known.get(namespace) {
            return Arc::clone(counters);
        }
        drop(known);
        let mut known = self
            .namespaces
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let name = if known.len() < MAX_NAMESPACES {
            namespace
        } else {
            OTHERS
        };
        let counters = known.entry(name.into()).or_insert_with(|| {
            let owners = if name == OTHERS {
                Owners::of_many()
            } else {
                Owners::default()
            };
            Arc::new(NamespaceCounters::new(owners))
        });
        Arc::clone(counters)
    }

    pub(crate) fn snapshot(&self) -> Stats {
        let known = self
            .namespaces
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let namespaces = known
            .iter()
            .map(|(namespace, counters)| {
                // First, so that what has ended is among the others.
                let pending = counters.pending.get();
                let counts = Counts {
                    hits: counters.hits.get(),
                    misses: counters.misses.get(),
                    bypassed: counters.bypassed.get(),
                    stored: counters.stored.get(),
                    errors: counters.errors.get(),
                    pending,
                };
                (namespace.clone(), counts)
            })
            .collect();
        Stats { namespaces }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_beyond_the_limit_are_counted_together() {
        let counters = Counters::default();
        for number in 0..MAX_NAMESPACES + 50 {
            counters
                .namespace(&format!("made up {number}"))
                .hits
                .add_one();
        }
        let stats = counters.snapshot();
        assert_eq!(stats.namespaces().count(), MAX_NAMESPACES + 1);
        assert_eq!(stats.namespace(OTHERS).map(|counts| counts.hits), Some(50));
        assert_eq!(stats.total().hits, MAX_NAMESPACES as u64 + 50);
    }
}
