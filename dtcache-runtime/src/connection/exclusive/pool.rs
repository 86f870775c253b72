//! A bounded number of connections, opened as calls overlap.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use redis::{RedisError, RedisResult};

use super::connection::Exclusive;
use super::opener;
use crate::connection::classify::classified;
use crate::connection::command::Pack;
use crate::connection::verdict::Verdict;
use crate::connection::{Connector, Reply};
use crate::error::{Error, ErrorKind};
use crate::turn::Turn;

/// At most `size` connections. A call waits for one until its turn is over; opening one takes as long as
/// it takes, up to the connect time-out, on a thread of its own.
pub(crate) struct ExclusivePool(Arc<Shared>);

/// What the threads that open connections share with the pool.
pub(super) struct Shared {
    pub(super) connector: Connector,
    pub(super) max_reply: usize,
    size: usize,
    state: Mutex<State>,
    /// Signalled whenever there may be a connection, or a place for one, or none to come.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The one used last is the one least likely to have been cut as idle.
    idle: Vec<Exclusive>,
    /// Connections on loan.
    lent: usize,
    /// Connections on their way, of this generation.
    opening: usize,
    /// Callers without a connection.
    waiting: usize,
    /// Counts renewals: what was opened before the last one is not used again.
    generation: u64,
    /// Counts connections that could not be opened.
    failures: u64,
    /// Why the last of them could not.
    failure: Option<RedisError>,
}

/// A connection on loan; it goes back on drop.
pub(super) struct Loan<'p> {
    pool: &'p Shared,
    generation: u64,
    connection: Option<Exclusive>,
    /// Whether it was there already.
    pub(super) is_reused: bool,
    /// What is left of the caller's turn, as good as.
    turn: Turn,
}

impl ExclusivePool {
    pub(crate) fn new(connector: Connector, size: usize, max_reply: usize) -> Self {
        Self(Arc::new(Shared {
            connector,
            max_reply,
            size,
            state: Mutex::default(),
            changed: Condvar::new(),
        }))
    }

    /// Sends one command and reads its reply.
    pub(crate) fn send<T>(
        &self,
        operation: &'static str,
        command: &impl Pack,
        turn: Turn,
        read: impl Fn(Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.send_by(operation, turn, |it, turn| it.ask(command, turn), read)
    }

    /// The same for whatever `ask` sends and reads.
    #[inline]
    pub(super) fn send_by<R, T>(
        &self,
        operation: &'static str,
        turn: Turn,
        ask: impl Fn(&mut Exclusive, Turn) -> RedisResult<R>,
        read: impl Fn(R) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let at = |error: Error| error.at(&self.connector().address);
        let (mut is_first, mut turn) = (true, turn);
        loop {
            let mut loan = self.loan(turn).map_err(at)?;
            let reply = loan.ask(&ask);
            let verdict = Verdict::of(operation, reply, &read);
            let is_kept = verdict.keep || verdict.is_demoted() && !self.connector().gives_up();
            if !is_kept {
                loan.discard();
            }
            // Its siblings are suspect, unless it was only too slow for somebody with little time.
            if !is_kept && !verdict.is_late() {
                self.close_idle();
            }
            if !(is_first && loan.is_reused && verdict.is_closed()) {
                return verdict.result.map_err(at);
            }
            (is_first, turn) = (false, turn.rest());
        }
    }

    /// Closes what is idle, and what is on loan or being opened when it comes back.
    pub(crate) fn renew(&self) {
        let mut state = self.0.state();
        state.generation += 1;
        state.opening = 0;
        // Under the same lock, or somebody takes one for new.
        let closed = std::mem::take(&mut state.idle);
        drop(state);
        // What callers wait for is not going to come: each opens another.
        self.0.changed.notify_all();
        drop(closed);
    }

    /// Takes in a connection that was opened elsewhere.
    pub(crate) fn give(&self, connection: Exclusive) {
        let mut state = self.0.state();
        if state.lent + state.opening + state.idle.len() < self.0.size {
            state.idle.push(connection);
            self.0.tell_one(state);
        }
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.0.connector
    }

    /// Closes what is idle.
    pub(crate) fn close_idle(&self) {
        let closed = std::mem::take(&mut self.0.state().idle);
        // Outside of the lock: closing is a system call each.
        drop(closed);
    }

    pub(super) fn loan(&self, turn: Turn) -> Result<Loan<'_>, Error> {
        let mut state = self.0.state();
        match state.idle.pop() {
            Some(connection) => Ok(self.0.lend(state, connection, turn, true)),
            None => self.loan_later(state, turn),
        }
    }

    fn loan_later<'p>(
        &'p self,
        mut state: MutexGuard<'p, State>,
        turn: Turn,
    ) -> Result<Loan<'p>, Error> {
        state.waiting += 1;
        let failures = state.failures;
        loop {
            // First, or a connection that has just come would be lost on who has no time to use it.
            let outcome = if turn.left().is_zero() {
                Some(Err(self.0.is_late(&state)))
            } else if let Some(connection) = state.idle.pop() {
                Some(Ok(connection))
            } else if state.failures != failures {
                Some(Err(state.failed()))
            } else if let Err(error) = self.0.open_as_needed(&mut state) {
                Some(Err(error))
            } else {
                None
            };
            if let Some(outcome) = outcome {
                state.waiting -= 1;
                return match outcome {
                    Ok(connection) => Ok(self.0.lend(state, connection, turn.rest(), false)),
                    Err(error) => {
                        // It may have been this one that was told of a connection.
                        self.0.tell_one(state);
                        Err(error)
                    }
                };
            }
            let waited = self.0.changed.wait_timeout(state, turn.left());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Shared {
    /// Takes in what a thread has opened, or why it could not.
    pub(super) fn opened(&self, result: Result<Exclusive, RedisError>, generation: u64) {
        let mut state = self.state();
        if state.generation != generation {
            return;
        }
        state.opening -= 1;
        match result {
            Ok(connection) => {
                state.idle.push(connection);
                self.tell_one(state);
            }
            Err(error) => {
                state.failures += 1;
                state.failure = Some(error);
                drop(state);
                self.changed.notify_all();
            }
        }
    }

    /// One for each caller that has none, as far as there are places.
    fn open_as_needed(self: &Arc<Self>, state: &mut State) -> Result<(), Error> {
        while state.opening < state.waiting && state.lent + state.opening < self.size {
            opener::start(self, state.generation).map_err(|error| {
                let what = format!("the thread to open a connection did not start: {error}");
                Error::new(ErrorKind::Busy, "connect", what)
            })?;
            state.opening += 1;
        }
        Ok(())
    }

    /// Wakes one of those who wait, if anybody does: it takes a system call, and most calls find an idle
    /// connection.
    fn tell_one(&self, state: MutexGuard<'_, State>) {
        let is_awaited = state.waiting > 0;
        drop(state);
        if is_awaited {
            self.changed.notify_one();
        }
    }

    fn is_late(&self, state: &State) -> Error {
        if state.lent == self.size {
            let what = format!("all {} connections are in use", self.size);
            return Error::new(ErrorKind::Busy, "connect", what);
        }
        Error::new(ErrorKind::Timeout, "connect", "no connection in time").for_everybody()
    }

    fn lend(
        &self,
        mut state: MutexGuard<'_, State>,
        connection: Exclusive,
        turn: Turn,
        is_reused: bool,
    ) -> Loan<'_> {
        state.lent += 1;
        Loan {
            pool: self,
            generation: state.generation,
            connection: Some(connection),
            is_reused,
            turn,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn failed(&self) -> Error {
        match &self.failure {
            Some(error) => classified(error, "connect").for_everybody(),
            None => Error::new(ErrorKind::Closed, "connect", "no connection").for_everybody(),
        }
    }
}

impl Loan<'_> {
    /// Uses the connection, which is there until it is discarded.
    pub(super) fn ask<T>(
        &mut self,
        ask: impl FnOnce(&mut Exclusive, Turn) -> Result<T, RedisError>,
    ) -> Result<T, RedisError> {
        match &mut self.connection {
            Some(connection) => ask(connection, self.turn.for_an_answer()),
            None => Err(std::io::Error::from(std::io::ErrorKind::NotConnected).into()),
        }
    }

    pub(super) fn discard(&mut self) {
        self.connection = None;
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.lent -= 1;
        let is_renewed = state.generation != self.generation;
        let is_kept = |connection: &mut Exclusive| !is_renewed && connection.is_in_step();
        state.idle.extend(self.connection.take_if(is_kept));
        // Where it was not taken, it is closed with the loan, outside of the lock.
        self.pool.tell_one(state);
    }
}
