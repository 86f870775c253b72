//! Values that are over and still of use.

use std::time::Duration;

/// For how long a result is kept beyond its time to live, and when it is served: what
/// [`CachedCall::stale`](crate::CachedCall::stale) and the attribute's `stale` take.
///
/// Beyond `expire` the entry lives on as *stale*. A call that finds it so runs its body, and where that
/// gives an `Err` the stale value is served in its place; for a while the body is then left alone.
/// Python services do not see the difference: to them, the entry lives longer.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance, Stale};
/// use std::time::Duration;
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let rate = |body: fn() -> Result<u32, String>| {
///     cache_function("rate")
///         .redis(&redis)
///         .expire(Duration::from_millis(1))
///         .stale(Stale::within(Duration::from_secs(600)))
///         .try_call(body)
/// };
/// assert_eq!(rate(|| Ok(97)), Ok(97));
/// std::thread::sleep(Duration::from_millis(2));
/// assert_eq!(rate(|| Err("the bank is closed".to_owned())), Ok(97));
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it is to be given to `stale`"]
pub struct Stale {
    pub(crate) within: Duration,
    pub(crate) retry: Duration,
}

/// How long a body that failed is left alone.
const RETRY: Duration = Duration::from_secs(30);

impl Stale {
    /// Keeps a result for so long beyond its time to live.
    pub const fn within(time: Duration) -> Self {
        Self {
            within: time,
            retry: RETRY,
        }
    }

    /// How long a body that failed is left alone while there is a stale value to serve, 30 seconds by
    /// default. Counted in each process for itself.
    pub const fn retry(mut self, retry: Duration) -> Self {
        self.retry = retry;
        self
    }
}
