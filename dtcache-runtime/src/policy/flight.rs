//! How callers who miss the same key share one load.

use std::time::Duration;

/// How callers who miss the same key share one run of the body: what
/// [`CachedCall::flight`](crate::CachedCall::flight) and the attribute's `flight` take.
///
/// By default, one caller in a process runs the body and the others wait for its result, for up to
/// five seconds; whoever has waited that long runs its own.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, Flight, RedisConfig, RedisInstance};
/// use std::time::Duration;
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let shared = Flight::new().wait(Duration::from_secs(1)).lock(true);
/// assert_eq!(cache_function("answer").redis(&redis).flight(shared).call(|| 42), 42);
/// assert_eq!(cache_function("other").redis(&redis).flight(Flight::off()).call(|| 42), 42);
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it is to be given to `flight`"]
pub struct Flight {
    pub(crate) is_on: bool,
    pub(crate) wait: Duration,
    pub(crate) lock: bool,
}

/// Longer than most bodies take.
const WAIT: Duration = Duration::from_secs(5);

/// Longer than that nobody waits.
const LONGEST: Duration = Duration::from_secs(60 * 60);

impl Flight {
    /// One load per key in this process, and five seconds of waiting for it.
    pub const fn new() -> Self {
        Self {
            is_on: true,
            wait: WAIT,
            lock: false,
        }
    }

    /// Each caller who misses runs the body.
    pub const fn off() -> Self {
        Self {
            is_on: false,
            ..Self::new()
        }
    }

    /// How long a caller waits for another one's result before it runs the body itself, five seconds
    /// by default, an hour at most. It is time for the body and not of the cache's
    /// [`budget`](crate::RedisConfig::budget).
    pub const fn wait(mut self, wait: Duration) -> Self {
        self.wait = if wait.as_millis() > LONGEST.as_millis() {
            LONGEST
        } else {
            wait
        };
        self
    }

    /// Whether processes share a load as well: whoever runs the body holds a lease in Redis, beside the
    /// key, and the others wait for its result. Off by default.
    ///
    /// An invalidation through dtcache ends the lease, so that what was computed before is not stored
    /// after; a plain `DEL` by another client does not. A result is stored under the lease and in no
    /// other way: a call waits for its write, and where the server fails nothing is stored.
    pub const fn lock(mut self, lock: bool) -> Self {
        self.lock = lock;
        self
    }
}

impl Flight {
    /// Whether whoever runs the body is to hold a lease.
    pub(crate) fn is_leased(self) -> bool {
        self.is_on && self.lock
    }
}

impl Default for Flight {
    fn default() -> Self {
        Self::new()
    }
}
