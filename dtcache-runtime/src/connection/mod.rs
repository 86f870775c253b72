//! Reaching the server: opening connections, keeping a bounded number of them, and naming what
//! went wrong in the field's words.
//!
//! | file | what it keeps |
//! |---|---|
//! | `connector`, `introduction` | how a connection is opened |
//! | `shared` | the one connection of a whole Tokio runtime, for the cache path |
//! | `multiplexed/` | how many callers use one connection at a time |
//! | `subscribed/` | a connection that hears what is published |
//! | `exclusive/` | connections for calls that block, one thread at a time each |
//! | `command` | what is sent |
//! | `pair` | two commands in one trip |
//! | `reply`, `verdict`, `classify` | what the server said, and what that means |
//! | `tcp`, `tls` | what a TCP connection is set to, and whom we trust |
//! | `runtime` | one of something for each Tokio runtime that is alive |
//! | `blocking`, `wait` | connections of redis-rs, to lend |

mod blocking;
mod classify;
mod command;
mod connector;
mod exclusive;
mod introduction;
mod multiplexed;
mod pair;
mod reply;
mod runtime;
mod shared;
mod subscribed;
mod tcp;
#[cfg(feature = "tls")]
mod tls;
mod verdict;
mod wait;

pub(crate) use blocking::{BlockingPool, PooledConnection};
pub(crate) use classify::classified;
pub(crate) use command::{Pack, Words};
pub(crate) use connector::Connector;
pub(crate) use exclusive::{Exclusive, ExclusivePool};
pub(crate) use pair::Replies;
pub(crate) use reply::Reply;
pub(crate) use runtime::{PerRuntime, capable_runtime};
pub(crate) use shared::SharedConnection;
pub(crate) use subscribed::{Push, Subscribed};
pub(crate) use wait::wait_until;
