//! The pool of a Tokio runtime and the guard of a connection lent from it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use deadpool_redis::{Manager, Pool, PoolError, Runtime, TimeoutType};
use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::{Cmd, Pipeline, RedisFuture, Value};

use super::Lending;
use crate::connection::{Connector, classified};
use crate::error::{Error, ErrorKind};

/// An async connection lent by
/// [`RedisInstance::get_async_redis`](crate::RedisInstance::get_async_redis); it goes back to the
/// pool of its Tokio runtime on drop.
///
/// It is a [`redis::aio::MultiplexedConnection`] by `Deref`, so every command of the `redis` crate
/// works on it. State that you change on it stays for the next borrower.
///
/// ```no_run
/// # use dtcache_runtime as dtcache;
/// use dtcache::{RedisConfig, RedisInstance};
/// use redis::AsyncCommands;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let redis = RedisInstance::new(RedisConfig::new())?;
/// let mut connection = redis.get_async_redis().await?;
/// let () = connection.set("my-key", "my-value").await?;
/// let value: String = connection.get("my-key").await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "the connection goes back to the pool when it is dropped"]
pub struct AsyncRedisConnection(deadpool_redis::Connection);

/// The pool of the current runtime, made on first use.
pub(super) fn pool(lending: &Lending) -> Result<Arc<Pool>, Error> {
    let connector = &lending.connector;
    lending.pools.current("connect", || {
        let info = connector.client().get_connection_info().clone();
        let manager = Manager::new_with_config(info, connector.async_config())
            .map_err(|error| classified(&error, "connect").at(&connector.address))?;
        Pool::builder(manager)
            .max_size(lending.max_connections)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(connector.socket_timeout))
            .create_timeout(Some(connector.connect_timeout))
            .recycle_timeout(Some(connector.socket_timeout))
            .build()
            .map_err(|error| Error::new(ErrorKind::Config, "connect", error.to_string()))
    })
}

pub(super) async fn lend(
    pool: &Pool,
    connector: &Connector,
) -> Result<AsyncRedisConnection, Error> {
    let busy = || {
        let size = pool.status().max_size;
        Error::new(
            ErrorKind::Busy,
            "connect",
            format!("all {size} connections are in use"),
        )
    };
    let late = || Error::new(ErrorKind::Timeout, "connect", "no answer in time");
    // Each idle connection that does not answer takes the pool a time-out; all share this one.
    let patience = connector.connect_timeout + connector.socket_timeout;
    let error = match tokio::time::timeout(patience, pool.get()).await {
        Ok(Ok(connection)) => return Ok(AsyncRedisConnection(connection)),
        Ok(Err(PoolError::Backend(error))) => classified(&error, "connect"),
        Ok(Err(PoolError::Timeout(TimeoutType::Wait))) => busy(),
        Ok(Err(PoolError::Timeout(_))) => late(),
        Ok(Err(_)) => Error::new(ErrorKind::Closed, "connect", "the pool is closed"),
        Err(_) => {
            pool.retain(|_, _| false);
            late()
        }
    };
    Err(error.at(&connector.address))
}

impl Deref for AsyncRedisConnection {
    type Target = MultiplexedConnection;

    fn deref(&self) -> &MultiplexedConnection {
        &self.0
    }
}

impl DerefMut for AsyncRedisConnection {
    fn deref_mut(&mut self) -> &mut MultiplexedConnection {
        &mut self.0
    }
}

impl ConnectionLike for AsyncRedisConnection {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        self.0.req_packed_command(command)
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        commands: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        self.0.req_packed_commands(commands, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.0.get_db()
    }
}

impl fmt::Debug for AsyncRedisConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncRedisConnection")
            .finish_non_exhaustive()
    }
}
