//! Each direction of a connection: a thread that notes when bytes came, and one that sends them on.

use std::io::Read;
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, Sender, channel};
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
    let (upward, downward) = (
        Upward::new(connection, shared),
        Downward::new(connection, shared),
    );
    scope(|scope| {
        scope.spawn(move || send(upward, connection, &commands));
        scope.spawn(move || send(downward, connection, &replies));
        scope.spawn(move || receive(&connection.server, &down, shared));
        receive(&connection.client, &up, shared);
        drop(up);
        // A client that left is missed by nobody: its connection would stay until the fault ends.
        if shared.holds(connection) || connection.is_half_closed() {
            shared.close(connection);
        }
    });
}

fn receive(mut from: &TcpStream, queue: &Sender<Due>, shared: &Shared) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let due = Instant::now() + one_way(shared.fault());
        if queue.send((due, buffer[..count].to_vec())).is_err() {
            return;
        }
    }
}

fn one_way(fault: Option<Fault>) -> Duration {
    match fault {
        Some(Fault::Delay(round_trip)) => round_trip / 2,
        _ => Duration::ZERO,
    }
}

fn send(mut passage: impl Passage, connection: &Connection, queue: &Receiver<Due>) {
    let mut next = queue.recv().ok();
    while let Some((due, mut bytes)) = next.take() {
        wait(due, connection);
        // What became due meanwhile goes with it: a system call for each would be the limit.
        let now = Instant::now();
        while let Ok((due, more)) = queue.try_recv() {
            if due > now {
                next = Some((due, more));
                break;
            }
            bytes.extend_from_slice(&more);
        }
        if passage.pass(&mut bytes).is_err() {
            return;
        }
        next = next.or_else(|| queue.recv().ok());
    }
    // The other side is told that this one will say no more.
    passage.end();
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
