//! Connections of which each serves one thread at a time, for calls that block.
//!
//! Used without a `PING` before, which would double the round trips of a hit. A pool of deadpool's
//! took 1,800 instructions a loan, redis-rs' connection three times what this one takes; both still
//! serve what is lent to the user.

mod connection;
mod opener;
mod pipelined;
mod pool;
mod stream;

pub(crate) use connection::Exclusive;
pub(crate) use pool::ExclusivePool;
pub(super) use stream::open;
