//! What the system knows about a connection. Linux only: it is in `/proc/net/tcp`.

use std::time::Duration;

use crate::wait;

/// How long until the system probes the connection from `client` to `server`, both ports of
/// 127.0.0.1; `None` when it will not.
pub fn keepalive_timer(client: u16, server: u16) -> Option<Duration> {
    wait::for_some("the connection to have no other timer", || {
        let (kind, ticks) = timer(client, server);
        match kind {
            0 => Some(None),
            2 => Some(Some(Duration::from_millis(ticks * 10))),
            // Bytes of ours are not acknowledged yet: that timer hides the one for keepalive.
            _ => None,
        }
    })
}

/// The timer that runs, as the kernel numbers them, and the ticks (of 10 ms) it has left.
fn timer(client: u16, server: u16) -> (u64, u64) {
    let table = std::fs::read_to_string("/proc/net/tcp").expect("/proc is mounted (Linux)");
    // Our port alone is not enough: a connection to another server may have the same.
    let ends = format!(" {} {} ", end(client), end(server));
    let line = table.lines().find(|line| line.contains(&ends));
    let line = line.expect("the connection is in the table");
    let timer = line
        .split_whitespace()
        .nth(5)
        .and_then(|field| field.split_once(':'));
    let (kind, ticks) = timer.expect("a timer and its time");
    let number = |text| u64::from_str_radix(text, 16).expect("hexadecimal");
    (number(kind), number(ticks))
}

/// A port of 127.0.0.1 as the kernel prints it: the address in the byte order of the machine.
fn end(port: u16) -> String {
    format!("{:08X}:{port:04X}", u32::from_ne_bytes([127, 0, 0, 1]))
}
