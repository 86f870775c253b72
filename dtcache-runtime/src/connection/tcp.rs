//! What a TCP connection of the cache path is set to, in either world.

use std::io;
use std::net::SocketAddr;

use redis::ConnectionInfo;
use redis::io::tcp::socket2::SockRef;

pub(super) fn set_up(
    socket: &SockRef<'_>,
    peer: SocketAddr,
    info: &ConnectionInfo,
) -> io::Result<()> {
    socket.set_tcp_nodelay(wants_nodelay(peer))?;
    match info.tcp_settings().keepalive() {
        Some(keepalive) => socket.set_tcp_keepalive(keepalive),
        None => Ok(()),
    }
}

/// Without `TCP_NODELAY` the kernel holds a command back while an earlier one is under way, and
/// sends what comes together. With 64 tasks on one connection that takes a third of the throughput
/// from a server a millisecond away (28,000 hits a second against 45,000), and gives a third more
/// where the way costs nothing (142,000 against 105,000).
fn wants_nodelay(peer: SocketAddr) -> bool {
    !peer.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::wants_nodelay;

    #[test]
    fn commands_are_held_back_on_the_way_to_this_machine_alone() {
        for here in ["127.0.0.1:6379", "[::1]:6379", "[::ffff:127.0.0.1]:6379"] {
            assert!(!wants_nodelay(here.parse().unwrap()));
        }
        for away in ["10.0.0.7:6379", "[2001:db8::1]:6379"] {
            assert!(wants_nodelay(away.parse().unwrap()));
        }
    }
}
