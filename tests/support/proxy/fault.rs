//! What may be wrong with connections.

use std::time::Duration;

/// What a [`FaultProxy`](super::FaultProxy) does wrong.
///
/// Replies are those of RESP2, one after the other, however they are cut into packets. One that has
/// begun when the fault is switched on counts from its own first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody listens: connecting is refused. What was open is closed.
    Refuse,
    /// Connections are accepted and closed. What was open is closed too.
    Close,
    /// Bytes are taken and nothing passes, in either direction, the end of a connection included.
    /// When the fault ends they arrive, as they do when a network is whole again.
    BlackHole,
    /// The same, on connections that are accepted meanwhile.
    BlackHoleForNew,
    /// Round trips take so much longer.
    Delay(Duration),
    /// Replies come with so many bytes a second, on each connection.
    Throttle(u32),
    /// Replies come one byte at a time, and so much time goes by before each.
    Trickle(Duration),
    /// The connection is reset (RST) when so many bytes of a reply have passed; a shorter one passes.
    Reset {
        /// 0 is before its first byte.
        after: usize,
    },
    /// The connection ends (FIN) when so many bytes of a reply have passed; a shorter one passes.
    Truncate {
        /// 0 is before its first byte.
        after: usize,
    },
    /// Bits of one byte of each reply are turned over; a reply without such a byte passes.
    Flip {
        /// Which byte.
        at: Place,
        /// Which bits.
        mask: u8,
    },
    /// The client is told that nothing more will come (FIN). What it sends still arrives, and the
    /// replies are lost. When the fault ends the connection does.
    EndedByServer,
    /// The server is told that nothing more will come (FIN), and what the client sends is lost;
    /// the client is told nothing. When the fault ends the connection does.
    EndedTowardsServer,
}

/// A byte of a reply, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Of each line: `$5`, `+OK`, `*2`.
    Line(usize),
    /// Of the payload of each bulk string.
    Payload(usize),
}
