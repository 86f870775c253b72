//! The thread that does what is queued.

use std::io;
use std::sync::{Arc, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use super::Shared;
use super::queue::Write;
use crate::caught::caught;
use crate::connection::Pack as _;
use crate::error::{Error, ErrorKind};
use crate::store::redis::command::{self, Millis};

/// How long the thread and its connection stay without work.
const IDLE: Duration = Duration::from_secs(5);

/// Starts the thread of `shared`, which has none.
pub(super) fn start(shared: &Arc<Shared>) -> io::Result<()> {
    let shared = Arc::clone(shared);
    let thread = Builder::new().name("dtcache-writes".to_owned());
    thread.spawn(move || run(&shared)).map(drop)
}

fn run(shared: &Shared) {
    while let Some(batch) = shared.next_batch() {
        let (mut outcomes, timely) = sorted_out(shared, batch);
        let results = send(shared, &timely);
        // Before anything is reported: who waits to delete a key does not wait for subscribers.
        shared.batch_is_over();
        outcomes.extend(timely.into_iter().zip(results));
        for (write, result) in outcomes {
            // A subscriber that panics takes no later writes with it.
            caught(|| (write.report)(&write.key, write.entry.len(), result));
        }
    }
    shared.pool.close_idle();
}

type Outcome = (Write, Result<(), Error>);

/// What came too late, with its outcome, and what is to be sent.
fn sorted_out(shared: &Shared, batch: Vec<Write>) -> (Vec<Outcome>, Vec<Write>) {
    let connector = &shared.connector;
    let (mut late, mut timely) = (Vec::new(), Vec::new());
    for write in batch {
        let what = if write.waited() > connector.socket_timeout {
            "it waited in the background for as long as an answer may take"
        } else if write.is_over() {
            "its time to live was over before it could be written"
        } else {
            timely.push(write);
            continue;
        };
        let error = Error::new(ErrorKind::Timeout, "set", what).at(&connector.address);
        late.push((write, Err(error)));
    }
    (late, timely)
}

/// What a command takes beside its key and its entry.
const COMMAND: usize = 64;

fn send(shared: &Shared, writes: &[Write]) -> Vec<Result<(), Error>> {
    if writes.is_empty() {
        return Vec::new();
    }
    // When there is a connection: opening one is time that is not left any more.
    let pack = || {
        let lengths = writes
            .iter()
            .map(|write| write.key.len() + write.entry.len());
        let mut packed = Vec::with_capacity(lengths.map(|length| length + COMMAND).sum());
        for write in writes {
            let mut millis = Millis::of(write.millis_left());
            command::set(&write.key, &write.entry, &mut millis).pack(&mut packed);
        }
        packed
    };
    let read = |reply| command::done("set", &reply);
    let turn = shared.connector.patience();
    shared.pool.send_all("set", writes.len(), turn, pack, read)
}

impl Shared {
    /// What to write next; `None` when the thread is to end.
    fn next_batch(&self) -> Option<Vec<Write>> {
        let mut state = self.lock();
        loop {
            if state.queue.waiting() > 0 {
                state.batch += 1;
                return Some(state.queue.take_batch());
            }
            if state.is_closed {
                break;
            }
            let woken = self.work.wait_timeout(state, IDLE);
            let (woken, timeout) = woken.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            if timeout.timed_out() && state.queue.waiting() == 0 {
                break;
            }
        }
        // Under the lock in which nothing was found: whoever queues next starts another.
        state.has_writer = false;
        None
    }

    fn batch_is_over(&self) {
        let mut state = self.lock();
        state.queue.batch_is_over();
        self.count(&state);
        let batch = state.batch;
        drop(state);
        self.over.send_replace(batch);
    }
}
