//! The server as a store, and the one place that decides which connections the cache path uses.
//!
//! Not the lending pools: measured on the loopback, a `GET` through deadpool-redis takes 2.2 times
//! a plain one and loses 80 % of the throughput, because it sends a `PING` before every use, and
//! r2d2 does the same by default. Instead:
//!
//! - async: one multiplexed connection for each Tokio runtime, shared by all its tasks;
//! - sync: up to [`BLOCKING_CONNECTIONS`], opened as calls overlap, used without a `PING`;
//! - writes that nobody waits for, of both: one, see [`behind`].

mod behind;
pub(crate) mod command;

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Instant;

use crate::codec::Limits;
use crate::connection::{Connector, ExclusivePool, PerRuntime, SharedConnection};
use crate::error::Error;
use crate::store::{Report, TimeToLive};
use behind::{Behind, Write};
use bytes::Bytes;

/// The server answers one command at a time, so more connections than can be kept busy only cost
/// memory on both sides; sixteen cover a thread pool of the usual size and a millisecond of
/// network each.
const BLOCKING_CONNECTIONS: usize = 16;

/// Entries on a Redis server.
pub(crate) struct RedisStore {
    connector: Connector,
    max_value_size: usize,
    max_reply: usize,
    /// The limit in digits, as commands want it.
    max_value_digits: String,
    blocking: ExclusivePool,
    shared: PerRuntime<SharedConnection>,
    behind: Behind,
}

impl RedisStore {
    pub(crate) fn new(connector: Connector, limits: &Limits) -> Self {
        // One byte over the limit is asked for.
        let max_reply = limits.max_value_size.saturating_add(1);
        let blocking = ExclusivePool::new(connector.clone(), BLOCKING_CONNECTIONS, max_reply);
        let behind = Behind::new(&connector);
        Self {
            connector,
            max_value_size: limits.max_value_size,
            max_reply,
            max_value_digits: limits.max_value_size.to_string(),
            blocking,
            shared: PerRuntime::new(),
            behind,
        }
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.connector
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Bytes>, Error> {
        let limit = self.max_value_size;
        let read = |reply| command::entry(reply, limit);
        let command = command::get(key, &self.max_value_digits);
        self.blocking.send("get", &command, read)
    }

    pub(super) async fn get_async(&self, key: &str) -> Result<Option<Bytes>, Error> {
        let limit = self.max_value_size;
        let read = |reply| command::entry(reply, limit);
        let shared = self.shared("get")?;
        let command = command::get(key, &self.max_value_digits);
        shared.send("get", &command, read).await
    }

    pub(super) fn set(
        &self,
        key: &str,
        entry: &[u8],
        millis: Option<NonZeroU64>,
    ) -> Result<(), Error> {
        let read = |reply| command::done("set", &reply);
        self.behind.settle("set", key)?;
        self.blocking
            .send("set", &command::set(key, entry, millis), read)
    }

    pub(super) async fn set_async(
        &self,
        key: &str,
        entry: &[u8],
        millis: Option<NonZeroU64>,
    ) -> Result<(), Error> {
        let read = |reply| command::done("set", &reply);
        let shared = self.shared("set")?;
        self.behind.settle_async("set", key).await?;
        shared
            .send("set", &command::set(key, entry, millis), read)
            .await
    }

    pub(super) fn set_behind(
        &self,
        key: &str,
        mut entry: Vec<u8>,
        millis: Option<NonZeroU64>,
        report: Report,
    ) {
        entry.shrink_to_fit();
        self.behind.push(Write {
            key: key.into(),
            entry,
            millis,
            queued: Instant::now(),
            report,
        });
    }

    pub(super) fn ttl(&self, key: &str) -> Result<TimeToLive, Error> {
        let read = |reply| command::left(&reply);
        self.blocking.send("ttl", &command::ttl(key), read)
    }

    pub(super) async fn ttl_async(&self, key: &str) -> Result<TimeToLive, Error> {
        let read = |reply| command::left(&reply);
        let shared = self.shared("ttl")?;
        shared.send("ttl", &command::ttl(key), read).await
    }

    pub(super) fn delete(&self, key: &str) -> Result<bool, Error> {
        let read = |reply| command::deleted(&reply);
        self.behind.settle("delete", key)?;
        self.blocking.send("delete", &command::delete(key), read)
    }

    pub(super) async fn delete_async(&self, key: &str) -> Result<bool, Error> {
        let read = |reply| command::deleted(&reply);
        let shared = self.shared("delete")?;
        self.behind.settle_async("delete", key).await?;
        shared.send("delete", &command::delete(key), read).await
    }

    pub(super) fn ping(&self) -> Result<(), Error> {
        let read = |reply| command::done("ping", &reply);
        self.blocking.send("ping", &command::ping(), read)
    }

    pub(super) async fn ping_async(&self) -> Result<(), Error> {
        let read = |reply| command::done("ping", &reply);
        let shared = self.shared("ping")?;
        shared.send("ping", &command::ping(), read).await
    }

    pub(super) fn reset(&self) {
        self.blocking.renew();
        self.behind.reset();
        for shared in self.shared.all() {
            shared.reset();
        }
    }

    /// The connection of the current Tokio runtime.
    fn shared(&self, operation: &'static str) -> Result<Arc<SharedConnection>, Error> {
        let open = || {
            Ok(SharedConnection::new(
                self.connector.clone(),
                self.max_reply,
            ))
        };
        let shared = self.shared.current(operation, open);
        shared.map_err(|error| error.at(&self.connector.address))
    }
}
