//! A bounded pool of blocking connections.
//!
//! deadpool keeps the count and the queue in both worlds; here its futures only ever wait for a
//! free place, which a plain thread can do by parking. r2d2 was the alternative: it keeps three
//! threads a pool, and a `get` against a refusing server waits out its whole time-out instead of
//! saying so at once.

use std::cell::Cell;
use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use deadpool::managed::{
    Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleError, RecycleResult,
};
use redis::{Connection, RedisError, RedisResult};

use super::classify::classified;
use super::connector::Connector;
use super::wait::wait_until;
use crate::error::{Error, ErrorKind};

/// At most `size` connections, opened as they are needed and checked with a `PING` before each loan:
/// what is handed to the user works. A place may take the socket time-out to come free, the `PING`
/// another, and opening a connection the connect time-out.
pub(crate) struct BlockingPool {
    pool: Pool<Opener>,
}

/// A connection on loan; it goes back on drop.
pub(crate) struct PooledConnection(Object<Opener>);

thread_local! {
    /// When opening a connection is to be done. deadpool hands no argument to its manager, but
    /// polls it on the thread that waits.
    static OPEN_BY: Cell<Option<Instant>> = const { Cell::new(None) };
}

impl BlockingPool {
    pub(crate) fn new(connector: Connector, size: usize) -> Result<Self, Error> {
        let opener = Opener {
            connector,
            generation: AtomicU64::new(0),
        };
        let pool = Pool::builder(opener)
            .max_size(size)
            // The connection used last is the one least likely to have been dropped as idle.
            .queue_mode(QueueMode::Lifo)
            .build()
            .map_err(|error| Error::new(ErrorKind::Config, "configure", error.to_string()))?;
        Ok(Self { pool })
    }

    /// A connection of the pool, or a new one.
    pub(crate) fn get(&self) -> Result<PooledConnection, Error> {
        let Opener { connector, .. } = self.pool.manager();
        let patience = Instant::now() + connector.socket_timeout;
        OPEN_BY.set(None);
        match wait_until(patience, self.pool.get()) {
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

    /// Closes what is idle, and what is on loan or being opened when it comes back.
    pub(crate) fn renew(&self) {
        self.pool.manager().renew();
        self.close_idle();
    }

    fn close_idle(&self) {
        self.pool.retain(|_, _| false);
    }
}

impl Deref for PooledConnection {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0.connection
    }
}

impl DerefMut for PooledConnection {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0.connection
    }
}

struct Opener {
    connector: Connector,
    /// Counts renewals: a connection whose opening began before the last one is not used again.
    generation: AtomicU64,
}

struct Opened {
    connection: Connection,
    generation: u64,
}

impl Opener {
    fn renew(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
    }

    fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    fn is_usable(&self, connection: &mut Connection) -> bool {
        let answer = self
            .connector
            .prepare(connection)
            .and_then(|()| answers(connection));
        if answer.as_ref().is_err_and(RedisError::is_timeout) {
            // A new connection to a server that does not answer would only wait again.
            OPEN_BY.set(Some(Instant::now()));
        }
        answer.unwrap_or(false)
    }
}

impl Manager for Opener {
    type Type = Opened;
    type Error = RedisError;

    async fn create(&self) -> Result<Opened, RedisError> {
        let generation = self.generation();
        let within = match OPEN_BY.get() {
            Some(deadline) => deadline.saturating_duration_since(Instant::now()),
            None => self.connector.connect_timeout,
        };
        if within.is_zero() {
            return Err(io::Error::from(io::ErrorKind::TimedOut).into());
        }
        let connection = self.connector.open(within)?;
        Ok(Opened {
            connection,
            generation,
        })
    }

    async fn recycle(&self, opened: &mut Opened, _: &Metrics) -> RecycleResult<RedisError> {
        if opened.generation != self.generation() {
            return Err(RecycleError::message("renewed"));
        }
        if self.is_usable(&mut opened.connection) {
            return Ok(());
        }
        // Its idle siblings are suspect, and asking each of them would take a time-out each.
        self.renew();
        Err(RecycleError::message("lost"))
    }
}

/// Whether the connection answers this very `PING`. One that a borrower left in `MULTI` answers
/// `QUEUED`, and one that is out of step gives the answer to something else.
fn answers(connection: &mut Connection) -> RedisResult<bool> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed).to_string();
    let (answer,) = redis::pipe()
        .cmd("UNWATCH")
        .ignore()
        .cmd("PING")
        .arg(&number)
        .query::<(String,)>(connection)?;
    Ok(answer == number)
}
