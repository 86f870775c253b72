//! Writes that nobody waits for: they queue here, and one thread of the instance does them.
//!
//! A plain thread, so that there is one way for both worlds: it outlives the Tokio runtime of the
//! call, and there need not be one. It starts with the first write and ends when there was none for
//! a while, or with the instance, so that an idle process has none. It has a connection of its own:
//! a batch on one of the sync calls' would hold up a look-up.
//!
//! Bounded in memory by [`queue`]; in time, because a write that has waited for as long as an answer
//! may take is not done any more, so a server that comes back finds no work of the past.

mod queue;
mod writer;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::connection::{Connector, ExclusivePool, wait_until};
use crate::error::{Error, ErrorKind};
use crate::turn::Turn;
pub(super) use queue::Write;
use queue::{Pushed, Queue};

/// The writer's own.
const CONNECTIONS: usize = 1;

/// What a reply of bytes may have: none of the writer's commands is answered with any.
const MAX_REPLY: usize = 0;

/// The queue of one instance, and its thread where there is one.
pub(super) struct Behind(Arc<Shared>);

/// What the thread shares with those who queue.
struct Shared {
    pool: ExclusivePool,
    connector: Connector,
    /// Writes that wait or are under way; where there are none, this is all that others look at.
    count: AtomicUsize,
    state: Mutex<State>,
    /// Wakes the thread.
    work: Condvar,
    /// The number of the last batch that is over.
    over: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    queue: Queue,
    /// The number of the last batch that was begun.
    batch: u64,
    /// Whether there is a thread, which takes what is queued.
    has_writer: bool,
    /// Whether the instance is gone.
    is_closed: bool,
}

/// A batch that others wait for.
struct UnderWay {
    batch: u64,
    over: watch::Receiver<u64>,
}

impl Behind {
    pub(super) fn new(connector: &Connector) -> Self {
        Self(Arc::new(Shared {
            pool: ExclusivePool::new(connector.clone(), CONNECTIONS, MAX_REPLY),
            connector: connector.clone(),
            count: AtomicUsize::new(0),
            state: Mutex::default(),
            work: Condvar::new(),
            over: watch::Sender::new(0),
        }))
    }

    /// Queues a write, or reports at once that there is no room. Never waits for the server.
    pub(super) fn push(&self, write: Write) {
        let mut state = self.0.lock();
        if !state.has_writer {
            if let Err(error) = writer::start(&self.0) {
                drop(state);
                let what = format!("the thread for background writes did not start: {error}");
                return self.refuse(write, what);
            }
            state.has_writer = true;
        }
        let Pushed { replaced, refused } = state.queue.push(write);
        self.0.count(&state);
        drop(state);
        self.0.work.notify_one();
        // Outside of the lock: a report may run code of the user's.
        drop(replaced);
        if let Some(refused) = refused {
            let what = "too many background writes are waiting".to_owned();
            self.refuse(refused, what);
        }
    }

    /// Before another command that changes `key`: an older write is not done after it. One that
    /// waits is withdrawn, and one that is under way is waited for. Gives the turn that is left.
    pub(super) fn settle(
        &self,
        operation: &'static str,
        key: &str,
        turn: Turn,
    ) -> Result<Turn, Error> {
        let Some(under_way) = self.withdraw(key) else {
            return Ok(turn);
        };
        let over = wait_until(turn.deadline(), under_way.over());
        over.ok_or_else(|| self.unsettled(operation))?;
        Ok(turn.rest())
    }

    /// The same in a task, whose runtime can time.
    pub(super) async fn settle_async(
        &self,
        operation: &'static str,
        key: &str,
        turn: Turn,
    ) -> Result<Turn, Error> {
        let Some(under_way) = self.withdraw(key) else {
            return Ok(turn);
        };
        let wait = tokio::time::timeout(turn.left(), under_way.over());
        // Boxed, since it is rare: every cached function's future would hold the room for it.
        let over = Box::pin(wait).await;
        over.map_err(|_| self.unsettled(operation))?;
        Ok(turn.rest())
    }

    /// Goes on with a new connection.
    pub(super) fn reset(&self) {
        self.0.pool.renew();
    }

    fn withdraw(&self, key: &str) -> Option<UnderWay> {
        // Whoever knows of an earlier write has seen it counted.
        if self.0.count.load(Ordering::Acquire) == 0 {
            return None;
        }
        let mut state = self.0.lock();
        let withdrawn = state.queue.remove(key);
        self.0.count(&state);
        let under_way = state.queue.is_under_way(key).then(|| UnderWay {
            batch: state.batch,
            over: self.0.over.subscribe(),
        });
        drop(state);
        drop(withdrawn);
        under_way
    }

    fn refuse(&self, write: Write, what: String) {
        let error = Error::new(ErrorKind::Busy, "set", what).at(&self.0.connector.address);
        (write.report)(&write.key, write.entry.len(), Err(error));
    }

    fn unsettled(&self, operation: &'static str) -> Error {
        let what = "a background write of the same key is not answered yet";
        Error::new(ErrorKind::Timeout, operation, what).at(&self.0.connector.address)
    }
}

impl Drop for Behind {
    /// The thread does what is queued and ends; nobody waits for it.
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.work.notify_one();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, state: &State) {
        self.count.store(state.queue.len(), Ordering::Release);
    }
}

impl UnderWay {
    async fn over(mut self) {
        // The sender is dropped with the instance, which who waits here holds.
        let _ = self.over.wait_for(|over| *over >= self.batch).await;
    }
}
