//! TCP ports of 127.0.0.1 on which nobody listens.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the range that systems take the ports of outgoing connections from: there, a client that
/// keeps connecting to a port where nobody listens ends up connected to itself.
const FIRST: u16 = 12_000;
const COUNT: u16 = 18_000;

/// A port that was free a moment ago, and that no other call in this process got.
///
/// Another process may take it first: who binds it must be ready to ask again.
pub fn free() -> u16 {
    static START: OnceLock<u64> = OnceLock::new();
    static NEXT: AtomicU16 = AtomicU16::new(0);

    let start = START.get_or_init(|| RandomState::new().hash_one(std::process::id()));
    for _ in 0..COUNT {
        let step = u64::from(NEXT.fetch_add(1, Ordering::Relaxed));
        let offset = start.wrapping_add(step) % u64::from(COUNT);
        let port = FIRST + u16::try_from(offset).expect("COUNT is a u16");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no TCP port from {FIRST} up is free on this machine");
}
