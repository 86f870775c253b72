//! What callers have asked for and the driver has not taken yet.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use redis::{RedisError, RedisResult};
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::connection::command::Pack;
use crate::connection::reply::{self, Reply};

/// A server that takes nothing makes this many bytes pile up; then callers are turned away.
const MAX_UNSENT: usize = 64 * 1024 * 1024;

/// A server that answers nothing is owed this many replies; then callers are turned away. Those who gave
/// up count, as their replies may still come.
const MAX_WAITING: usize = 64 * 1024;

/// Buffers of more bytes than this are given back when they are empty.
pub(super) const KEPT: usize = 64 * 1024;

#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    replies: AtomicU64,
}

/// Why a command was not taken.
#[derive(Debug)]
pub(in crate::connection) enum TurnedAway {
    /// Too much waits already.
    Full,
    /// The connection is no more.
    Over(RedisError),
}

#[derive(Default)]
struct State {
    commands: Vec<u8>,
    waiting: VecDeque<Waiting>,
    /// Bytes that the driver has taken and could not write yet.
    unsent: usize,
    /// How many replies are to come for what the driver has taken.
    in_flight: usize,
    /// Who to wake; there while the driver sleeps.
    driver: Option<Waker>,
    /// The earliest deadline of those who wait.
    earliest: Option<Instant>,
    /// Why nothing can be sent any more.
    end: Option<Lost>,
    is_dropped: bool,
}

/// A caller that waits for its reply.
pub(super) struct Waiting {
    reply: Option<oneshot::Sender<RedisResult<Reply>>>,
    pub(super) deadline: Instant,
}

impl Waiting {
    pub(super) fn new(reply: oneshot::Sender<RedisResult<Reply>>, deadline: Instant) -> Self {
        let reply = Some(reply);
        Self { reply, deadline }
    }

    /// Whether somebody waits. Who does not any more keeps its place, as its reply may come.
    pub(super) fn is_open(&self) -> bool {
        self.reply
            .as_ref()
            .is_some_and(|caller| !caller.is_closed())
    }

    pub(super) fn tell(&mut self, reply: RedisResult<Reply>) {
        if let Some(caller) = self.reply.take() {
            // It may have given up.
            let _ = caller.send(reply);
        }
    }
}

/// Why a command has no reply.
#[derive(Clone)]
pub(super) enum Lost {
    /// Its time is over.
    Late,
    /// The stream broke, or the task that drives it was dropped.
    Stream(io::ErrorKind),
    /// What the server sent is no reply that it could have been asked for.
    Nonsense,
    /// The server said why, without being asked: it has too many clients, say.
    Said(RedisError),
}

impl Lost {
    /// The stream is no more.
    pub(super) const GONE: Self = Self::Stream(io::ErrorKind::ConnectionAborted);
}

impl From<Lost> for RedisError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Late => io::Error::from(io::ErrorKind::TimedOut).into(),
            Lost::Stream(kind) => io::Error::from(kind).into(),
            Lost::Nonsense => reply::Nonsense.into(),
            Lost::Said(error) => error,
        }
    }
}

impl From<TurnedAway> for RedisError {
    fn from(why: TurnedAway) -> Self {
        match why {
            TurnedAway::Full => Lost::Late.into(),
            TurnedAway::Over(error) => error,
        }
    }
}

/// What the driver has taken.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) unsent: Vec<u8>,
    pub(super) in_flight: VecDeque<Waiting>,
    /// The earliest deadline of those taken last.
    pub(super) earliest: Option<Instant>,
}

/// What there was to take.
#[derive(PartialEq, Eq)]
pub(super) enum Take {
    /// New commands, the last of them at the end of those in flight.
    Some,
    /// None; the queue wakes the driver when one comes.
    None,
    /// None, and none will come.
    Closed,
}

impl Queue {
    pub(super) fn push(&self, command: &impl Pack, waiting: Waiting) -> Result<(), TurnedAway> {
        let mut state = self.state();
        if let Some(end) = &mut state.end {
            // Once; what was said is about the connection, and not about every command to come.
            let why = std::mem::replace(end, Lost::GONE);
            return Err(TurnedAway::Over(why.into()));
        }
        if state.unsent + state.commands.len() > MAX_UNSENT
            || state.in_flight + state.waiting.len() >= MAX_WAITING
        {
            return Err(TurnedAway::Full);
        }
        command.pack(&mut state.commands);
        if state
            .earliest
            .is_none_or(|earliest| waiting.deadline < earliest)
        {
            state.earliest = Some(waiting.deadline);
        }
        state.waiting.push_back(waiting);
        let driver = state.driver.take();
        drop(state);
        if let Some(driver) = driver {
            driver.wake();
        }
        Ok(())
    }

    /// Moves everything to `taken`, or lays the driver to sleep.
    pub(super) fn take(&self, taken: &mut Taken, driver: &Waker) -> Take {
        let mut state = self.state();
        state.unsent = taken.unsent.len();
        state.in_flight = taken.in_flight.len();
        if state.waiting.is_empty() {
            if state.is_dropped {
                return Take::Closed;
            }
            if !state
                .driver
                .as_ref()
                .is_some_and(|known| known.will_wake(driver))
            {
                state.driver = Some(driver.clone());
            }
            return Take::None;
        }
        if taken.unsent.is_empty() {
            std::mem::swap(&mut taken.unsent, &mut state.commands);
        } else {
            taken.unsent.extend_from_slice(&state.commands);
            state.commands.clear();
        }
        taken.in_flight.append(&mut state.waiting);
        let earliest = taken.earliest.into_iter().chain(state.earliest.take());
        taken.earliest = earliest.min();
        state.unsent = taken.unsent.len();
        state.in_flight = taken.in_flight.len();
        Take::Some
    }

    /// So many more replies have come.
    pub(super) fn count(&self, replies: usize) {
        if replies > 0 {
            self.replies.fetch_add(replies as u64, Ordering::Relaxed);
        }
    }

    pub(super) fn replies(&self) -> u64 {
        self.replies.load(Ordering::Relaxed)
    }

    /// No callers any more.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_dropped = true;
        let driver = state.driver.take();
        drop(state);
        if let Some(driver) = driver {
            driver.wake();
        }
    }

    /// No connection any more: gives back who waits, and turns away who comes.
    pub(super) fn end(&self, why: Lost) -> VecDeque<Waiting> {
        let mut state = self.state();
        let waiting = std::mem::take(&mut state.waiting);
        // Who waits is told; else the first to come is.
        let end = if waiting.is_empty() { why } else { Lost::GONE };
        state.end.get_or_insert(end);
        waiting
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
