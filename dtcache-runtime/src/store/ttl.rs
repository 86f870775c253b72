//! How long an entry has to live.

use std::time::Duration;

/// How long an entry has to live; what [`Entry::ttl`](crate::Entry::ttl) says.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance, TimeToLive};
/// use std::time::Duration;
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let answer = || cache_function("answer").redis(&redis).expire(60);
/// assert_eq!(answer().entry::<u32>().ttl()?, TimeToLive::Absent);
///
/// answer().call(|| 42);
/// let TimeToLive::Left(left) = answer().entry::<u32>().ttl()? else { panic!("it expires") };
/// assert!(left <= Duration::from_secs(60));
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeToLive {
    /// There is no entry.
    Absent,
    /// It stays until it is deleted or evicted.
    Forever,
    /// It expires after this time.
    Left(Duration),
}
