//! The server as a store, and the one place that decides which connections the cache path uses.
//!
//! Not the lending pools: measured on the loopback, a `GET` through deadpool-redis takes 2.2 times
//! a plain one and loses 80 % of the throughput, because it sends a `PING` before every use, and
//! r2d2 does the same by default. Instead:
//!
//! - async: one multiplexed connection for each Tokio runtime, shared by all its tasks;
//! - sync: up to [`BLOCKING_CONNECTIONS`], opened as calls overlap, used without a `PING`.

pub(crate) mod command;

use std::num::NonZeroU64;
use std::sync::Arc;

use bytes::Bytes;
use redis::{Cmd, Value};

use crate::codec::Limits;
use crate::connection::{
    BlockingPool, Checkout, Connector, PerRuntime, SharedConnection, classified, keeps_connection,
};
use crate::error::{Error, ErrorKind};

/// The server answers one command at a time, so more connections than can be kept busy only cost
/// memory on both sides; sixteen cover a thread pool of the usual size and a millisecond of
/// network each.
const BLOCKING_CONNECTIONS: usize = 16;

/// Entries on a Redis server.
pub(crate) struct RedisStore {
    connector: Connector,
    max_value_size: usize,
    blocking: BlockingPool,
    shared: PerRuntime<SharedConnection>,
}

impl RedisStore {
    pub(crate) fn new(connector: Connector, limits: &Limits) -> Result<Self, Error> {
        let blocking =
            BlockingPool::new(connector.clone(), BLOCKING_CONNECTIONS, Checkout::Trusting)?;
        Ok(Self {
            connector,
            max_value_size: limits.max_value_size,
            blocking,
            shared: PerRuntime::new(),
        })
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.connector
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Bytes>, Error> {
        let reply = self.send("get", &command::get(key, self.max_value_size))?;
        self.at(command::entry(reply, self.max_value_size))
    }

    pub(super) async fn get_async(&self, key: &str) -> Result<Option<Bytes>, Error> {
        let reply = self
            .send_async("get", command::get(key, self.max_value_size))
            .await?;
        self.at(command::entry(reply, self.max_value_size))
    }

    pub(super) fn set(
        &self,
        key: &str,
        entry: &[u8],
        millis: Option<NonZeroU64>,
    ) -> Result<(), Error> {
        let reply = self.send("set", &command::set(key, entry, millis))?;
        self.at(command::done("set", &reply))
    }

    pub(super) async fn set_async(
        &self,
        key: &str,
        entry: &[u8],
        millis: Option<NonZeroU64>,
    ) -> Result<(), Error> {
        let reply = self
            .send_async("set", command::set(key, entry, millis))
            .await?;
        self.at(command::done("set", &reply))
    }

    pub(super) fn delete(&self, key: &str) -> Result<bool, Error> {
        let reply = self.send_again("delete", &command::delete(key))?;
        self.at(command::deleted(&reply))
    }

    pub(super) async fn delete_async(&self, key: &str) -> Result<bool, Error> {
        let reply = self
            .send_again_async("delete", &command::delete(key))
            .await?;
        self.at(command::deleted(&reply))
    }

    pub(super) fn ping(&self) -> Result<(), Error> {
        let reply = self.send_again("ping", &command::ping())?;
        self.at(command::done("ping", &reply))
    }

    pub(super) async fn ping_async(&self) -> Result<(), Error> {
        let reply = self.send_again_async("ping", &command::ping()).await?;
        self.at(command::done("ping", &reply))
    }

    pub(super) fn reset(&self) {
        self.blocking.renew();
        for shared in self.shared.all() {
            shared.reset();
        }
    }

    fn send(&self, operation: &'static str, command: &Cmd) -> Result<Value, Error> {
        let mut connection = self.blocking.get()?;
        let error = match command.query(&mut *connection) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        if !keeps_connection(&error) {
            // A connection whose reply was not read to its end is out of step for ever.
            connection.close();
            self.blocking.close_idle();
        }
        Err(classified(&error, operation).at(&self.connector.address))
    }

    async fn send_async(&self, operation: &'static str, command: Cmd) -> Result<Value, Error> {
        let open = || Ok(SharedConnection::new(self.connector.clone()));
        let shared: Arc<SharedConnection> = self.shared.current(operation, open)?;
        shared.send(operation, command).await
    }

    /// For what a user asks of the cache itself, and may be asked twice: an old connection that
    /// turns out to be lost says nothing about the server, so ask on a new one.
    fn send_again(&self, operation: &'static str, command: &Cmd) -> Result<Value, Error> {
        match self.send(operation, command) {
            Err(error) if error.kind() == ErrorKind::Closed => self.send(operation, command),
            reply => reply,
        }
    }

    async fn send_again_async(
        &self,
        operation: &'static str,
        command: &Cmd,
    ) -> Result<Value, Error> {
        match self.send_async(operation, command.clone()).await {
            Err(error) if error.kind() == ErrorKind::Closed => {
                self.send_async(operation, command.clone()).await
            }
            reply => reply,
        }
    }

    fn at<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.at(&self.connector.address))
    }
}
