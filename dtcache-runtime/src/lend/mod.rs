//! Connections lent to the user: pooled, sized by `max_connections`, checked before each loan.
//!
//! The cache path does not use them; see `store::redis`.

mod asynchronous;
mod blocking;

pub use asynchronous::AsyncRedisConnection;
pub use blocking::RedisConnection;

use crate::connection::{BlockingPool, Connector, PerRuntime};
use crate::error::Error;

/// The two pools: one for plain threads, one for each Tokio runtime.
pub(crate) struct Lending {
    connector: Connector,
    max_connections: usize,
    blocking: BlockingPool,
    pools: PerRuntime<deadpool_redis::Pool>,
}

impl Lending {
    pub(crate) fn new(connector: Connector, max_connections: usize) -> Result<Self, Error> {
        let blocking = BlockingPool::new(connector.clone(), max_connections)?;
        Ok(Self {
            connector,
            max_connections,
            blocking,
            pools: PerRuntime::new(),
        })
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.connector
    }

    pub(crate) fn lend(&self) -> Result<RedisConnection, Error> {
        self.blocking.get().map(RedisConnection::new)
    }

    pub(crate) async fn lend_async(&self) -> Result<AsyncRedisConnection, Error> {
        let pool = asynchronous::pool(self)?;
        asynchronous::lend(&pool, &self.connector).await
    }

    pub(crate) fn reset(&self) {
        self.blocking.renew();
        // A closed pool drops what comes back to it or is still being opened.
        for pool in self.pools.take_all() {
            pool.close();
        }
    }
}
