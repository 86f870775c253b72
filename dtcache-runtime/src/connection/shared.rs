//! One multiplexed connection that every task of a Tokio runtime shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::{Cmd, RedisError, RedisResult};
use tokio::sync::watch;
use tokio::time::Instant;

use super::classify::classified;
use super::command::Pack;
use super::connector::Connector;
use super::multiplexed::{Multiplexed, TurnedAway};
use super::pair::{Replies, both};
use super::reply::Reply;
use super::verdict::Verdict;
use crate::error::{Error, ErrorKind};
use crate::turn::Turn;

/// A connection on which no reply comes for so long, while somebody waits in vain, is given up. Where
/// callers have less time, it is the breaker that has it renewed.
const SILENCE: Duration = Duration::from_millis(20);

/// A connection opened on first use, shared by all, replaced when it is lost.
pub(crate) struct SharedConnection {
    connector: Connector,
    /// The most bytes that a reply may have.
    max_reply: usize,
    slot: Mutex<Slot>,
}

enum Slot {
    Idle,
    /// A task is connecting; all who need the connection wait for its one result.
    Connecting(Attempt),
    Ready(Lane),
}

/// What a connecting task will say. The number tells it, and the connection it leads to, from
/// those before and after.
#[derive(Clone)]
struct Attempt {
    number: u64,
    result: watch::Receiver<Option<Result<Lane, RedisError>>>,
}

#[derive(Clone)]
struct Lane {
    number: u64,
    connection: Arc<Multiplexed>,
}

impl SharedConnection {
    pub(crate) fn new(connector: Connector, max_reply: usize) -> Self {
        Self {
            connector,
            max_reply,
            slot: Mutex::new(Slot::Idle),
        }
    }

    /// Sends one command and reads its reply, in a turn that begins now.
    pub(crate) fn send<T>(
        self: &Arc<Self>,
        operation: &'static str,
        command: &impl Pack,
        turn: Turn,
        read: impl Fn(Reply) -> Result<T, Error>,
    ) -> impl Future<Output = Result<T, Error>> {
        let ask = |connection: &Multiplexed, by| connection.ask(command, by);
        self.send_by(operation, turn, ask, read)
    }

    /// Sends two commands in one trip, of which the first may be one that this user may not give.
    pub(crate) fn send_both<T>(
        self: &Arc<Self>,
        operation: &'static str,
        [ahead, command]: [&Cmd; 2],
        turn: Turn,
        read: impl Fn(Replies) -> Result<T, Error>,
    ) -> impl Future<Output = Result<T, Error>> {
        let ask = |connection: &Multiplexed, by| {
            let (first, second) = (connection.ask(ahead, by)?, connection.ask(command, by)?);
            Ok(async { both(first.await, second.await) })
        };
        self.send_by(operation, turn, ask, read)
    }

    async fn send_by<R, T, F: Future<Output = RedisResult<R>>>(
        self: &Arc<Self>,
        operation: &'static str,
        turn: Turn,
        ask: impl Fn(&Multiplexed, Instant) -> Result<F, TurnedAway>,
        read: impl Fn(R) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let at = |error: Error| error.at(&self.connector.address);
        // Tokio's clock, which a test may have stopped or set.
        let begun = Instant::now();
        let deadline = begun + turn.allowed();
        let mut is_first = true;
        loop {
            let (lane, is_reused) = self.lane(operation, deadline).await.map_err(at)?;
            let answer = turn.for_an_answer().allowed();
            let by = if is_reused {
                begun + answer
            } else {
                deadline.min(Instant::now() + answer)
            };
            let before = lane.connection.replies();
            let reply = match ask(&lane.connection, by) {
                Ok(answer) => answer.await,
                Err(TurnedAway::Full) => return Err(at(full(operation))),
                Err(TurnedAway::Over(error)) => {
                    // Whatever it says, this connection takes no commands.
                    self.forget(lane.number);
                    Err(error)
                }
            };
            let verdict = Verdict::of(operation, reply, &read);
            // One that answers others is only slow with this one, and a short silence says nothing.
            let is_silent = lane.connection.replies() == before && answer >= SILENCE;
            let is_slow = verdict.is_late() && !is_silent;
            let is_kept =
                verdict.keep || is_slow || verdict.is_demoted() && !self.connector.gives_up();
            if !is_kept {
                self.forget(lane.number);
            }
            if !(is_first && is_reused && verdict.is_closed()) {
                return verdict.result.map_err(at);
            }
            is_first = false;
        }
    }

    /// Forgets the connection; the next command opens another.
    pub(crate) fn reset(&self) {
        *self.slot() = Slot::Idle;
    }

    /// The connection, and whether it was there already.
    async fn lane(
        self: &Arc<Self>,
        operation: &'static str,
        deadline: Instant,
    ) -> Result<(Lane, bool), Error> {
        let attempt = match &mut *self.slot() {
            Slot::Ready(lane) => return Ok((lane.clone(), true)),
            Slot::Connecting(attempt) => attempt.clone(),
            slot @ Slot::Idle => {
                let attempt = self.connect();
                *slot = Slot::Connecting(attempt.clone());
                attempt
            }
        };
        // Boxed, since it is rare: every cached function's future would hold the room for it.
        let lane = Box::pin(self.connected(attempt, operation, deadline)).await;
        lane.map(|lane| (lane, false)).map_err(Error::for_everybody)
    }

    /// What comes of the attempt, if it comes in time.
    async fn connected(
        &self,
        mut attempt: Attempt,
        operation: &'static str,
        deadline: Instant,
    ) -> Result<Lane, Error> {
        let result = attempt.result.wait_for(Option::is_some);
        match tokio::time::timeout_at(deadline, result).await {
            Ok(Ok(result)) => match &*result {
                Some(Ok(lane)) => Ok(lane.clone()),
                Some(Err(error)) => Err(classified(error, operation)),
                None => Err(broken_off(operation)),
            },
            // The connecting task ended without a word: its runtime is shutting down.
            Ok(Err(_)) => {
                self.forget(attempt.number);
                Err(broken_off(operation))
            }
            Err(_) => {
                let what = "no connection in time";
                Err(Error::new(ErrorKind::Timeout, operation, what))
            }
        }
    }

    /// Connects in a task of its own: a caller that gives up does not take the attempt with it.
    fn connect(self: &Arc<Self>) -> Attempt {
        let (sender, result) = watch::channel(None);
        let number = next_number();
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            let opened = shared.connector.open_shared(shared.max_reply).await;
            let lane = opened.map(|connection| Lane {
                number,
                connection: Arc::new(connection),
            });
            shared.settle(number, lane.as_ref().ok());
            // Nobody may be waiting any more.
            let _ = sender.send(Some(lane));
        });
        Attempt { number, result }
    }

    /// Puts the result of an attempt into the slot, unless the attempt was forgotten meanwhile.
    fn settle(&self, number: u64, lane: Option<&Lane>) {
        let mut slot = self.slot();
        if slot.number() == Some(number) {
            *slot = lane.cloned().map_or(Slot::Idle, Slot::Ready);
        }
    }

    /// Forgets this connection, or the attempt at it, unless it was replaced already.
    fn forget(&self, number: u64) {
        self.settle(number, None);
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn number(&self) -> Option<u64> {
        match self {
            Self::Idle => None,
            Self::Connecting(attempt) => Some(attempt.number),
            Self::Ready(lane) => Some(lane.number),
        }
    }
}

fn full(operation: &'static str) -> Error {
    let what = "too many commands wait for an answer";
    Error::new(ErrorKind::Busy, operation, what)
}

fn broken_off(operation: &'static str) -> Error {
    Error::new(ErrorKind::Closed, operation, "connecting was broken off")
}

fn next_number() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
