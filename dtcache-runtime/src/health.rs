//! Whether the server is there.

use crate::error::Error;
use crate::instance::RedisInstance;

/// Whether the server answers a `PING`, and if not, why: for a health endpoint.
///
/// Takes at most the connect and the socket time-out of the configuration.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{is_redis_connected, RedisConfig, RedisInstance};
///
/// let redis = RedisInstance::new(RedisConfig::new().host("127.0.0.1").port(1))?;
/// if let (false, Some(error)) = is_redis_connected(&redis) {
///     println!("Redis connection failed: {error}");
/// }
/// # Ok::<(), dtcache::Error>(())
/// ```
pub fn is_redis_connected(redis: &RedisInstance) -> (bool, Option<Error>) {
    report(redis.ping())
}

/// The async twin of [`is_redis_connected`].
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{is_async_redis_connected, RedisConfig, RedisInstance};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let (is_healthy, _) = is_async_redis_connected(&redis).await;
/// assert!(is_healthy);
/// # Ok::<(), dtcache::Error>(())
/// # }).unwrap();
/// ```
pub async fn is_async_redis_connected(redis: &RedisInstance) -> (bool, Option<Error>) {
    report(redis.ping_async().await)
}

fn report(ping: Result<(), Error>) -> (bool, Option<Error>) {
    match ping {
        Ok(()) => (true, None),
        Err(error) => (false, Some(error)),
    }
}
