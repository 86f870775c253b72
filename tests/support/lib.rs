//! What the suites share: real servers, false servers, a log of events, child processes.
//!
//! A failure in here is a failed test, so everything panics with what went wrong.
#![allow(
    clippy::missing_panics_doc,
    reason = "a panic is how a test fails, and every function in here is for tests"
)]

pub mod entry;
pub mod events;
pub mod fake;
pub mod oracle;
pub mod port;
pub mod process;
pub mod proxy;
pub mod server;
pub mod socket;
pub mod transcript;
pub mod wait;

pub use proxy::{DelayProxy, Fault, FaultProxy};
pub use server::RedisServer;
