//! One direction of a connection: a thread that notes when bytes came, and one that sends them on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{sleep, spawn, yield_now};
use std::time::{Duration, Instant};

/// The system wakes a sleeper up to this much late. The last part of a wait is spent looking at
/// the clock.
const LATE: Duration = Duration::from_micros(80);

/// Bytes, and when they are to be sent on.
type Due = (Instant, Vec<u8>);

/// Sends what comes `from` one side on to the other, each byte `delay` later.
pub(super) fn open(from: TcpStream, to: TcpStream, delay: Duration) {
    let (sender, receiver) = channel();
    spawn(move || receive(from, &sender, delay));
    spawn(move || send(to, &receiver));
}

fn receive(mut from: TcpStream, queue: &Sender<Due>, delay: Duration) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let due = Instant::now() + delay;
        if queue.send((due, buffer[..count].to_vec())).is_err() {
            return;
        }
    }
}

fn send(mut to: TcpStream, queue: &Receiver<Due>) {
    let mut next = queue.recv().ok();
    while let Some((due, mut bytes)) = next.take() {
        wait(due);
        // What became due meanwhile goes with it: a system call for each would be the limit.
        let now = Instant::now();
        while let Ok((due, more)) = queue.try_recv() {
            if due > now {
                next = Some((due, more));
                break;
            }
            bytes.extend_from_slice(&more);
        }
        if to.write_all(&bytes).is_err() {
            break;
        }
        next = next.or_else(|| queue.recv().ok());
    }
    // The other side is told that this one will say no more.
    let _ = to.shutdown(Shutdown::Write);
}

fn wait(due: Instant) {
    let left = due.saturating_duration_since(Instant::now());
    sleep(left.saturating_sub(LATE));
    while Instant::now() < due {
        yield_now();
    }
}
