//! Whether the cache is in use, as the program sees it.

use std::time::Duration;

use crate::error::ErrorKind;
#[cfg(doc)]
use crate::instance::RedisInstance;

/// Whether cached calls go to the server at present, and if not, why:
/// [`RedisInstance::status`].
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{Breaker, ErrorKind, RedisConfig, RedisInstance, cache_function};
///
/// let redis = RedisInstance::new(RedisConfig::new().host("127.0.0.1").port(1))?; // nobody's
/// assert_eq!(redis.status().breaker(), Breaker::Closed);
/// assert_eq!(cache_function("answer").redis(&redis).call(|| 42), 42);
/// assert_ne!(redis.status().breaker(), Breaker::Closed);
/// assert_eq!(redis.status().cause(), Some(ErrorKind::Refused));
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub(super) breaker: Breaker,
    pub(super) outage: Option<Outage>,
}

/// The state of an instance's circuit breaker, in the words of Nygard's *Release It!* (2007).
///
/// It opens when the server refuses connections, is loading its data or has lost its master; when
/// five operations in a row got no answer; and when half of the last sixteen took more than half of
/// the [`budget`](crate::RedisConfig::budget). Of operations that are slow together the first that
/// ends counts, and not those that were under way then: it was one hiccup. What begins within a budget
/// after that counts again. Entries that cannot be read and queues of ours that are full do not open it. The embedded store's is always closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Breaker {
    /// Calls go to the server.
    Closed,
    /// They do not: bodies run at once. After a while, 100 ms at first and up to a second later, the
    /// next call has the server probed.
    Open,
    /// The same, and a probe is under way, in the background. Its success closes the breaker.
    HalfOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outage {
    pub(super) cause: ErrorKind,
    pub(super) lasted: Duration,
    pub(super) skipped: u64,
}

impl Status {
    pub(crate) fn closed() -> Self {
        Self {
            breaker: Breaker::Closed,
            outage: None,
        }
    }

    /// The state of the circuit breaker.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{Breaker, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(redis.status().breaker(), Breaker::Closed);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn breaker(&self) -> Breaker {
        self.breaker
    }

    /// Why it opened; `None` while it is closed.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// # let redis = dtcache::RedisInstance::new(dtcache::RedisConfig::new())?;
    /// if let Some(cause) = redis.status().cause() {
    ///     println!("no cache: {cause}");
    /// }
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn cause(&self) -> Option<ErrorKind> {
        self.outage.map(|outage| outage.cause)
    }

    /// How long it has not been closed; `None` while it is.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// # let redis = dtcache::RedisInstance::new(dtcache::RedisConfig::new())?;
    /// assert_eq!(redis.status().lasted(), None);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn lasted(&self) -> Option<Duration> {
        self.outage.map(|outage| outage.lasted)
    }

    /// How many calls went without the cache since it opened; 0 while it is closed.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// # let redis = dtcache::RedisInstance::new(dtcache::RedisConfig::new())?;
    /// assert_eq!(redis.status().skipped(), 0);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn skipped(&self) -> u64 {
        self.outage.map_or(0, |outage| outage.skipped)
    }
}
