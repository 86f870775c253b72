//! Asking a server that was away whether it is back.

use std::io;
use std::sync::{Arc, Weak};
use std::thread::Builder;
use std::time::{Duration, Instant};

use redis::{Cmd, RedisError};

use super::{RedisStore, command};
use crate::connection::{Connector, Exclusive, classified};
use crate::error::{Error, ErrorKind};
use crate::turn::Turn;

/// What connecting may take, where the budget is not longer. With the pauses between probes, a server
/// that is back is noticed within two seconds.
const CONNECTING: Duration = Duration::from_millis(500);

/// Starts a thread that probes the server once, and has calls go there again if it is back.
pub(super) fn start(store: &Arc<RedisStore>) {
    let (probe, weak) = (Probe::of(store), Arc::downgrade(store));
    let thread = Builder::new().name("dtcache-probe".to_owned());
    if let Err(error) = thread.spawn(move || probe.run(&weak)) {
        store
            .breaker
            .probed(Err(not_started(&error)), Instant::now());
    }
}

/// What a probe takes with it: not the store, whose last user may go meanwhile.
struct Probe {
    connector: Connector,
    /// What an answer may take that is not slow.
    slow: Duration,
    max_reply: usize,
    /// Asks for the entry that a call had asked for in vain. A sign of life is short, and gets through
    /// where an entry does not.
    look_up: Cmd,
}

impl Probe {
    fn of(store: &RedisStore) -> Self {
        Self {
            connector: store.connector.clone(),
            slow: store.breaker.slow(),
            max_reply: store.max_reply,
            look_up: command::get(&store.suspect(), &store.max_value_digits).to_cmd(),
        }
    }

    fn run(&self, store: &Weak<RedisStore>) {
        let answered = self.connection();
        let Some(store) = store.upgrade() else {
            return;
        };
        let result = answered.map(|connection| {
            // What was opened before the outage, or is being opened, may lead to nowhere.
            store.reset();
            store.blocking.give(connection);
        });
        store.breaker.probed(result, Instant::now());
    }

    /// A connection that answers, and not slowly.
    fn connection(&self) -> Result<Exclusive, Error> {
        let at = |error: Error| error.at(&self.connector.address);
        let within = CONNECTING.max(2 * self.slow);
        let within = within.min(self.connector.connect_timeout);
        let opened = self.connector.open_exclusive(within, self.max_reply);
        let mut connection =
            opened.map_err(|error| at(classified(&error, "connect").for_everybody()))?;
        let turn = Turn::of(self.slow);
        let mut ask = |operation, command: &Cmd| match connection.ask(command, turn.rest()) {
            Ok(reply) => Ok(Some(reply)),
            Err(error) if is_about_the_command(&error) => Ok(None),
            Err(error) => Err(at(classified(&error, operation))),
        };
        if let Some(pong) = ask("ping", &command::ping())? {
            command::done("ping", &pong).map_err(at)?;
        }
        if let Some(entry) = ask("get", &self.look_up)? {
            command::entry(entry, usize::MAX).map_err(at)?;
        }
        Ok(connection)
    }
}

/// The server is there, and says something of this command: that this user may not give it, or that the
/// entry is of another type.
fn is_about_the_command(error: &RedisError) -> bool {
    matches!(error.code(), Some("NOPERM" | "WRONGTYPE"))
}

fn not_started(error: &io::Error) -> Error {
    let what = format!("the thread for it did not start: {error}");
    Error::new(ErrorKind::Busy, "probe", what)
}
