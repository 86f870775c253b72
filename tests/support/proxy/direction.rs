//! Each direction of a connection: a thread that reads, and one that sends on what has to wait.

use std::io::{self, Read};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{scope, sleep, yield_now};
use std::time::{Duration, Instant};

use super::connection::Connection;
use super::fault::Fault;
use super::pass::{Downward, Passage, Upward};
use super::shared::Shared;

/// The system wakes a sleeper up to this much late. The last part of a wait is spent looking at
/// the clock.
const LATE: Duration = Duration::from_micros(80);

/// The longest sleep of one who may be told that it is over.
const NAP: Duration = Duration::from_millis(50);

/// Bytes, and when they are to be sent on.
type Due = (Instant, Vec<u8>);

/// Passes bytes on until the connection has ended in both directions.
pub(super) fn run_both(connection: &Connection, shared: &Shared) {
    let (up, commands) = channel();
    let (down, replies) = channel();
    let upward = &Direction::new(Upward::new(connection, shared));
    let downward = &Direction::new(Downward::new(connection, shared));
    scope(|scope| {
        scope.spawn(move || upward.send(connection, &commands));
        scope.spawn(move || downward.send(connection, &replies));
        scope.spawn(move || downward.receive(&connection.server, &down, shared));
        upward.receive(&connection.client, &up, shared);
        drop(up);
        // A client that left is missed by nobody: its connection would stay until the fault ends.
        if shared.holds(connection) || connection.is_half_closed() {
            shared.close(connection);
        }
    });
}

struct Direction<P> {
    passage: Mutex<P>,
    /// How many pieces are in the queue or on their way out of it.
    queued: AtomicUsize,
}

impl<P: Passage> Direction<P> {
    fn new(passage: P) -> Self {
        Self {
            passage: Mutex::new(passage),
            queued: AtomicUsize::new(0),
        }
    }

    fn receive(&self, mut from: &TcpStream, queue: &Sender<Due>, shared: &Shared) {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let (fault, bytes) = (shared.fault(), &mut buffer[..count]);
            // Through the queue is a change of threads more, which a busy machine makes dear.
            let passed = if !takes_time(fault) && self.queued.load(Ordering::SeqCst) == 0 {
                self.pass(bytes).is_ok()
            } else {
                self.queued.fetch_add(1, Ordering::SeqCst);
                let due = Instant::now() + one_way(fault);
                queue.send((due, bytes.to_vec())).is_ok()
            };
            if !passed {
                return;
            }
        }
    }

    fn send(&self, connection: &Connection, queue: &Receiver<Due>) {
        let mut next = queue.recv().ok();
        while let Some((due, mut bytes)) = next.take() {
            wait(due, connection);
            // What became due meanwhile goes with it: a system call for each would be the limit.
            let (now, mut pieces) = (Instant::now(), 1);
            while let Ok((due, more)) = queue.try_recv() {
                if due > now {
                    next = Some((due, more));
                    break;
                }
                bytes.extend_from_slice(&more);
                pieces += 1;
            }
            if self.pass(&mut bytes).is_err() {
                return;
            }
            self.queued.fetch_sub(pieces, Ordering::SeqCst);
            next = next.or_else(|| queue.recv().ok());
        }
        // The other side is told that this one will say no more.
        self.passage().end();
    }

    fn pass(&self, bytes: &mut [u8]) -> io::Result<()> {
        self.passage().pass(bytes)
    }

    fn passage(&self) -> MutexGuard<'_, P> {
        self.passage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether bytes stay for a while, in which more of them may come.
fn takes_time(fault: Option<Fault>) -> bool {
    matches!(
        fault,
        Some(
            Fault::Delay(_)
                | Fault::Throttle(_)
                | Fault::Trickle(_)
                | Fault::BlackHole
                | Fault::BlackHoleForNew
        )
    )
}

fn one_way(fault: Option<Fault>) -> Duration {
    match fault {
        Some(Fault::Delay(round_trip)) => round_trip / 2,
        _ => Duration::ZERO,
    }
}

fn wait(due: Instant, connection: &Connection) {
    loop {
        let left = due.saturating_duration_since(Instant::now());
        let Some(asleep) = left.checked_sub(LATE) else {
            break;
        };
        if connection.is_closed() {
            return;
        }
        sleep(asleep.min(NAP));
    }
    while Instant::now() < due {
        yield_now();
    }
}
