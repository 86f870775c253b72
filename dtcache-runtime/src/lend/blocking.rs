//! The guard of a lent blocking connection.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::connection::PooledConnection;

/// A blocking connection lent by [`RedisInstance::get_redis`](crate::RedisInstance::get_redis);
/// it goes back to the pool on drop.
///
/// It is a [`redis::Connection`] by `Deref` and `redis::ConnectionLike` with it, so every command of the `redis` crate works on it.
/// State that you change on it (`SELECT`, `SUBSCRIBE`) stays for the next borrower.
///
/// ```no_run
/// # use dtcache_runtime as dtcache;
/// use dtcache::{RedisConfig, RedisInstance};
/// use redis::Commands;
///
/// let redis = RedisInstance::new(RedisConfig::new())?;
/// let mut connection = redis.get_redis()?;
/// let () = connection.set("my-key", "my-value")?;
/// let value: String = connection.get("my-key")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "the connection goes back to the pool when it is dropped"]
pub struct RedisConnection(PooledConnection);

impl RedisConnection {
    pub(super) fn new(connection: PooledConnection) -> Self {
        Self(connection)
    }
}

impl Deref for RedisConnection {
    type Target = redis::Connection;

    fn deref(&self) -> &redis::Connection {
        &self.0
    }
}

impl DerefMut for RedisConnection {
    fn deref_mut(&mut self) -> &mut redis::Connection {
        &mut self.0
    }
}

impl fmt::Debug for RedisConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConnection").finish_non_exhaustive()
    }
}
