//! A bounded pool of blocking connections.
//!
//! deadpool keeps the count and the queue in both worlds; here its futures only ever wait for a
//! free place, which a plain thread can do by parking. r2d2 was the alternative: it keeps three
//! threads a pool, and a `get` against a refusing server waits out its whole time-out instead of
//! saying so at once.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use deadpool::managed::{
    Hook, HookError, Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleError,
    RecycleResult,
};
use redis::{Connection, ConnectionLike, RedisError};

use super::classify::classified;
use super::connector::Connector;
use super::wait::wait_until;
use crate::error::{Error, ErrorKind};

/// What is done with an idle connection before it is used again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checkout {
    /// Nothing but a look at whether it is known to be broken: the cache path. A `PING` would
    /// double the round trips of a hit, and a lost connection costs one miss.
    Trusting,
    /// A `PING`: what is handed to the user works.
    Checked,
}

/// At most `size` connections, opened as they are needed.
pub(crate) struct BlockingPool {
    pool: Pool<Opener>,
    renewed: Arc<Mutex<Option<Instant>>>,
}

/// A connection on loan; it goes back on drop.
pub(crate) struct PooledConnection(Object<Opener>);

impl BlockingPool {
    pub(crate) fn new(
        connector: Connector,
        size: usize,
        checkout: Checkout,
    ) -> Result<Self, Error> {
        let renewed = Arc::new(Mutex::new(None));
        let pool = Pool::builder(Opener {
            connector,
            checkout,
        })
        .max_size(size)
        // The connection used last is the one least likely to have been dropped as idle.
        .queue_mode(QueueMode::Lifo)
        .pre_recycle(renewal_hook(Arc::clone(&renewed)))
        .build()
        .map_err(|error| Error::new(ErrorKind::Config, "configure", error.to_string()))?;
        Ok(Self { pool, renewed })
    }

    /// A connection of the pool, or a new one; waits while all are in use, up to the socket
    /// time-out.
    pub(crate) fn get(&self) -> Result<PooledConnection, Error> {
        let connector = &self.pool.manager().connector;
        let deadline = Instant::now() + connector.socket_timeout;
        match wait_until(deadline, self.pool.get()) {
            Some(Ok(object)) => Ok(PooledConnection(object)),
            Some(Err(PoolError::Backend(error))) => {
                Err(classified(&error, "connect").at(&connector.address))
            }
            Some(Err(_)) | None => Err(Error::new(
                ErrorKind::Busy,
                "connect",
                format!("all {} connections are in use", self.pool.status().max_size),
            )
            .at(&connector.address)),
        }
    }

    /// Closes what is idle; what is on loan is closed when it comes back.
    pub(crate) fn renew(&self) {
        *self.renewed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.close_idle();
    }

    /// Closes what is idle: after one connection was lost, its siblings are suspect.
    pub(crate) fn close_idle(&self) {
        self.pool.retain(|_, _| false);
    }
}

/// Refuses connections that were opened before the last renewal.
pub(crate) fn renewal_hook<M: Manager>(renewed: Arc<Mutex<Option<Instant>>>) -> Hook<M> {
    Hook::sync_fn(move |_, metrics: &Metrics| {
        let renewed = *renewed.lock().unwrap_or_else(PoisonError::into_inner);
        if renewed.is_some_and(|renewed| metrics.created <= renewed) {
            return Err(HookError::message("renewed"));
        }
        Ok(())
    })
}

impl PooledConnection {
    /// Closes the connection instead of giving it back.
    pub(crate) fn close(self) {
        drop(Object::take(self.0));
    }
}

impl Deref for PooledConnection {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for PooledConnection {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

struct Opener {
    connector: Connector,
    checkout: Checkout,
}

impl Manager for Opener {
    type Type = Connection;
    type Error = RedisError;

    async fn create(&self) -> Result<Connection, RedisError> {
        self.connector.open()
    }

    async fn recycle(&self, connection: &mut Connection, _: &Metrics) -> RecycleResult<RedisError> {
        let usable = match self.checkout {
            Checkout::Trusting => connection.is_open(),
            Checkout::Checked => connection.is_open() && connection.check_connection(),
        };
        if usable {
            Ok(())
        } else {
            Err(RecycleError::message("lost"))
        }
    }
}
