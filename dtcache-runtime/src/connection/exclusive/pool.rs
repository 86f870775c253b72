//! A bounded number of connections, opened as calls overlap.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::Cmd;

use super::connection::Exclusive;
use crate::connection::classify::classified;
use crate::connection::verdict::Verdict;
use crate::connection::{Connector, Reply};
use crate::error::{Error, ErrorKind};

/// At most `size` connections. A call waits for a free place and for the connection to open, for
/// the connect time-out together.
pub(crate) struct ExclusivePool {
    connector: Connector,
    size: usize,
    max_reply: usize,
    state: Mutex<State>,
    /// Signalled whenever a place comes free.
    freed: Condvar,
}

#[derive(Default)]
struct State {
    /// The one used last is the one least likely to have been cut as idle.
    idle: Vec<Exclusive>,
    /// Connections on loan, and those being opened.
    in_use: usize,
    /// Counts renewals: what was opened before the last one is not used again.
    generation: u64,
}

/// A place in the pool, with a connection or for one; it comes free on drop.
pub(super) struct Loan<'p> {
    pool: &'p ExclusivePool,
    generation: u64,
    pub(super) connection: Option<Exclusive>,
    /// What is left of the connect time-out.
    patience: Duration,
}

impl ExclusivePool {
    pub(crate) fn new(connector: Connector, size: usize, max_reply: usize) -> Self {
        Self {
            connector,
            size,
            max_reply,
            state: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// Sends one command and reads its reply.
    pub(crate) fn send<T>(
        &self,
        operation: &'static str,
        command: &Cmd,
        read: impl Fn(Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let at = |error: Error| error.at(&self.connector.address);
        let mut is_first = true;
        loop {
            let mut loan = self.loan().map_err(at)?;
            let is_reused = loan.connection.is_some();
            let reply = loan.connection().map_err(at)?.ask(command);
            let verdict = Verdict::of(operation, reply, &read);
            if !verdict.keep {
                loan.connection = None;
                // Its siblings are suspect.
                self.close_idle();
            }
            if !(is_first && is_reused && verdict.is_closed()) {
                return verdict.result.map_err(at);
            }
            is_first = false;
        }
    }

    /// Closes what is idle, and what is on loan or being opened when it comes back.
    pub(crate) fn renew(&self) {
        self.state().generation += 1;
        self.close_idle();
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Closes what is idle.
    pub(crate) fn close_idle(&self) {
        let closed = std::mem::take(&mut self.state().idle);
        // Outside of the lock: closing is a system call each.
        drop(closed);
    }

    pub(super) fn loan(&self) -> Result<Loan<'_>, Error> {
        let mut patience = self.connector.connect_timeout;
        let mut state = self.state();
        if state.in_use == self.size {
            let begun = Instant::now();
            let is_full = |state: &mut State| state.in_use == self.size;
            let waited = self.freed.wait_timeout_while(state, patience, is_full);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if is_full(&mut state) {
                let what = format!("all {} connections are in use", self.size);
                return Err(Error::new(ErrorKind::Busy, "connect", what));
            }
            patience = patience.saturating_sub(begun.elapsed());
        }
        state.in_use += 1;
        Ok(Loan {
            pool: self,
            generation: state.generation,
            connection: state.idle.pop(),
            patience,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loan<'_> {
    pub(super) fn connection(&mut self) -> Result<&mut Exclusive, Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.open()?,
        };
        Ok(self.connection.insert(connection))
    }

    fn open(&self) -> Result<Exclusive, Error> {
        let opened = self
            .pool
            .connector
            .open_exclusive(self.patience, self.pool.max_reply);
        opened.map_err(|error| classified(&error, "connect"))
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.in_use -= 1;
        let renewed = state.generation != self.generation;
        let kept = self.connection.take();
        let kept = kept.filter(|connection| !renewed && connection.is_in_step());
        state.idle.extend(kept);
        drop(state);
        self.pool.freed.notify_one();
    }
}
