//! The server as a store, and the one place that decides which connections the cache path uses.
//!
//! Not the lending pools: measured on the loopback, a `GET` through deadpool-redis takes 2.2 times
//! a plain one and loses 80 % of the throughput, because it sends a `PING` before every use, and
//! r2d2 does the same by default. Instead:
//!
//! - async: one multiplexed connection for each Tokio runtime, shared by all its tasks;
//! - sync: up to [`BLOCKING_CONNECTIONS`], opened as calls overlap, used without a `PING`;
//! - writes that nobody waits for, of both: one, see [`behind`];
//! - leases, of both: one to renew and to release them, and one that hears of others', see [`lease`];
//! - none at all while the server is away, but for a [`probe`] now and then.

mod behind;
pub(crate) mod command;
mod lease;
mod probe;

use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::breaker::{CircuitBreaker, Status};
use crate::config::Settings;
use crate::connection::{Connector, ExclusivePool, PerRuntime, SharedConnection};
use crate::error::Error;
use crate::store::lease::Acquired;
use crate::store::{Report, TimeToLive};
use crate::turn::Turn;
use behind::{Behind, Write};
use bytes::Bytes;
use command::Millis;
pub(super) use lease::{Held, Watching};
use lease::{Leases, lease_key};

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
    leases: Leases,
    breaker: CircuitBreaker,
    /// The key whose look-up or write opened it, for the probe to ask for.
    suspect: Mutex<Box<str>>,
}

impl RedisStore {
    pub(crate) fn new(connector: Connector, settings: &Settings) -> Self {
        let limits = &settings.limits;
        // One byte over the limit is asked for.
        let max_reply = limits.max_value_size.saturating_add(1);
        let blocking = ExclusivePool::new(connector.clone(), BLOCKING_CONNECTIONS, max_reply);
        let behind = Behind::new(&connector);
        let leases = Leases::new(&connector);
        let breaker = CircuitBreaker::new(&connector.address, settings.budget);
        Self {
            connector,
            max_value_size: limits.max_value_size,
            max_reply,
            max_value_digits: limits.max_value_size.to_string(),
            blocking,
            shared: PerRuntime::new(),
            behind,
            leases,
            breaker,
            suspect: Mutex::default(),
        }
    }

    /// Whether calls go to the server now. Where they do not, a caller now and then starts a probe, and
    /// waits for none.
    pub(super) fn admits(self: &Arc<Self>) -> bool {
        if self.breaker.is_closed() {
            return true;
        }
        self.breaker.skip();
        self.probe_if_due();
        false
    }

    pub(super) fn is_away(&self) -> bool {
        !self.breaker.is_closed()
    }

    /// Whether calls go to the server, and why not.
    pub(super) fn status(self: &Arc<Self>) -> Status {
        if !self.breaker.is_closed() {
            self.probe_if_due();
        }
        self.breaker.status(Instant::now())
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.connector
    }

    pub(super) fn get(&self, key: &str, turn: Turn) -> Result<Option<Bytes>, Error> {
        let limit = self.max_value_size;
        let read = |reply| command::entry(reply, limit);
        let command = command::get(key, &self.max_value_digits);
        self.noted(key, turn, self.blocking.send("get", &command, turn, read))
    }

    pub(super) async fn get_async(&self, key: &str, turn: Turn) -> Result<Option<Bytes>, Error> {
        let limit = self.max_value_size;
        let read = |reply| command::entry(reply, limit);
        let shared = self.shared("get")?;
        let command = command::get(key, &self.max_value_digits);
        self.noted(key, turn, shared.send("get", &command, turn, read).await)
    }

    pub(super) fn set(
        &self,
        key: &str,
        entry: &[u8],
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<(), Error> {
        let read = |reply| command::done("set", &reply);
        let turn = self.behind.settle("set", key, turn)?;
        let mut millis = Millis::of(millis);
        let command = command::set(key, entry, &mut millis);
        self.noted(key, turn, self.blocking.send("set", &command, turn, read))
    }

    pub(super) async fn set_async(
        &self,
        key: &str,
        entry: &[u8],
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<(), Error> {
        let read = |reply| command::done("set", &reply);
        let shared = self.shared("set")?;
        let turn = self.behind.settle_async("set", key, turn).await?;
        let mut millis = Millis::of(millis);
        let command = command::set(key, entry, &mut millis);
        self.noted(key, turn, shared.send("set", &command, turn, read).await)
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

    pub(super) fn ttl(&self, key: &str, turn: Turn) -> Result<TimeToLive, Error> {
        let read = |reply| command::left(&reply);
        self.blocking.send("ttl", &command::ttl(key), turn, read)
    }

    pub(super) async fn ttl_async(&self, key: &str, turn: Turn) -> Result<TimeToLive, Error> {
        let read = |reply| command::left(&reply);
        let shared = self.shared("ttl")?;
        shared.send("ttl", &command::ttl(key), turn, read).await
    }

    pub(super) fn delete(&self, key: &str, turn: Turn) -> Result<bool, Error> {
        let turn = self.behind.settle("delete", key, turn)?;
        let command = command::delete(key);
        let Some(lock) = lease_key(key) else {
            let read = |reply| command::deleted(&reply);
            return self.blocking.send("delete", &command, turn, read);
        };
        // The lease first: between the two, who had it could store what is out of date.
        let both = [&command::delete(&lock), &command];
        let read = |replies| command::both_deleted(&replies);
        let deleted = self.blocking.send_both("delete", both, turn, read)?;
        if deleted.lease {
            let read = |reply| command::deleted(&reply);
            let tell = lease::tell(&lock);
            // It is done, also where nobody could be told: who waits looks again by itself.
            let _ = self.blocking.send("delete", &tell, turn.rest(), read);
        }
        Ok(deleted.entry)
    }

    pub(super) async fn delete_async(&self, key: &str, turn: Turn) -> Result<bool, Error> {
        let shared = self.shared("delete")?;
        let turn = self.behind.settle_async("delete", key, turn).await?;
        let command = command::delete(key);
        let Some(lock) = lease_key(key) else {
            let read = |reply| command::deleted(&reply);
            return shared.send("delete", &command, turn, read).await;
        };
        let both = [&command::delete(&lock), &command];
        let read = |replies| command::both_deleted(&replies);
        let deleted = shared.send_both("delete", both, turn, read).await?;
        if deleted.lease {
            let read = |reply| command::deleted(&reply);
            let tell = lease::tell(&lock);
            let _ = shared.send("delete", &tell, turn.rest(), read).await;
        }
        Ok(deleted.entry)
    }

    pub(super) fn acquire(&self, key: &str, seen: &[u8], turn: Turn) -> Result<Acquired, Error> {
        let held = self.leases.reserve(key)?;
        let command = lease::acquire(key, &held, seen, &self.max_value_digits);
        let tried = self.blocking.send("lease", &command, turn, lease::acquired);
        held.tried(key, self.noted(key, turn, tried))
    }

    pub(super) async fn acquire_async(
        &self,
        key: &str,
        seen: &[u8],
        turn: Turn,
    ) -> Result<Acquired, Error> {
        let shared = self.shared("lease")?;
        let held = self.leases.reserve(key)?;
        let command = lease::acquire(key, &held, seen, &self.max_value_digits);
        let tried = shared.send("lease", &command, turn, lease::acquired).await;
        held.tried(key, self.noted(key, turn, tried))
    }

    pub(super) fn settle(
        &self,
        key: &str,
        held: Held,
        entry: &[u8],
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<bool, Error> {
        let read = |reply| lease::stood("set", &reply);
        let turn = self.behind.settle("set", key, turn)?;
        let command = lease::settle(key, &held, entry, millis);
        let settled = self.blocking.send("set", &command, turn, read);
        held.settled(self.noted(key, turn, settled))
    }

    pub(super) async fn settle_async(
        &self,
        key: &str,
        held: Held,
        entry: &[u8],
        millis: Option<NonZeroU64>,
        turn: Turn,
    ) -> Result<bool, Error> {
        let read = |reply| lease::stood("set", &reply);
        let shared = self.shared("set")?;
        let turn = self.behind.settle_async("set", key, turn).await?;
        let command = lease::settle(key, &held, entry, millis);
        let settled = shared.send("set", &command, turn, read).await;
        held.settled(self.noted(key, turn, settled))
    }

    pub(super) fn watch_lease(&self, key: &str) -> Result<Option<Watching>, Error> {
        self.leases.watch(key)
    }

    pub(super) fn ping(&self, turn: Turn) -> Result<(), Error> {
        let read = |reply| command::done("ping", &reply);
        self.blocking.send("ping", &command::ping(), turn, read)
    }

    pub(super) async fn ping_async(&self, turn: Turn) -> Result<(), Error> {
        let read = |reply| command::done("ping", &reply);
        let shared = self.shared("ping")?;
        shared.send("ping", &command::ping(), turn, read).await
    }

    pub(super) fn reset(&self) {
        self.blocking.renew();
        self.behind.reset();
        self.leases.reset();
        for shared in self.shared.all() {
            shared.reset();
        }
    }

    /// What a call has learned of the server in a turn that was its own, which is nothing where there was
    /// no time to ask it.
    fn noted<T>(&self, key: &str, turn: Turn, result: Result<T, Error>) -> Result<T, Error> {
        if turn.allowed().is_zero() {
            return result;
        }
        let error = result.as_ref().err();
        if self.breaker.note(error, turn.begun(), Instant::now()) {
            *self.suspect() = key.into();
        }
        result
    }

    fn suspect(&self) -> MutexGuard<'_, Box<str>> {
        self.suspect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn probe_if_due(self: &Arc<Self>) {
        if self.breaker.is_probe_due(Instant::now()) {
            probe::start(self);
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
