//! Reaching the server: opening connections, keeping a bounded number of them, and naming what
//! went wrong in the field's words.
//!
//! | file | what it keeps |
//! |---|---|
//! | `connector` | how a connection is opened |
//! | `blocking` | a bounded pool of blocking connections |
//! | `shared` | one multiplexed connection for a whole Tokio runtime |
//! | `multiplexed/` | how many callers use one connection at a time |
//! | `stream`, `tls` | what such a connection goes over |
//! | `runtime` | one of something for each Tokio runtime that is alive |

mod blocking;
mod classify;
mod connector;
mod multiplexed;
mod runtime;
mod shared;
mod stream;
#[cfg(feature = "tls")]
mod tls;
mod verdict;
mod wait;

pub(crate) use blocking::{BlockingPool, Checkout, PooledConnection};
pub(crate) use classify::classified;
pub(crate) use connector::Connector;
pub(crate) use multiplexed::Reply;
pub(crate) use runtime::{PerRuntime, capable_runtime};
pub(crate) use shared::SharedConnection;
