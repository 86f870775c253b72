//! A proxy before a server, for what networks do.

mod accept;
mod connection;
mod delay;
mod direction;
mod fault;
mod pass;
mod reply;
mod shared;
mod spoil;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::{JoinHandle, spawn};

use shared::Shared;

pub use delay::DelayProxy;
pub use fault::{Fault, Place};

/// Passes bytes on to a server of 127.0.0.1, and does one thing wrong when told to: at once, to the
/// connections that are open and to those that come.
///
/// It is gone when dropped, with all its threads. There are four for each connection, of which it has
/// at most 128; more clients wait to be accepted.
pub struct FaultProxy {
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl FaultProxy {
    /// Listens on a port of its own for connections to `upstream_port`.
    pub fn start(upstream_port: u16) -> Self {
        let shared = Arc::new(Shared::new(upstream_port));
        let acceptor = spawn({
            let shared = Arc::clone(&shared);
            move || accept::run(&shared)
        });
        Self {
            shared,
            acceptor: Some(acceptor),
        }
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.shared.port()
    }

    /// Its address as a URL.
    pub fn url(&self) -> String {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port()));
        format!("redis://{address}/0")
    }

    /// From now on this is wrong, in place of what was before.
    pub fn set(&self, fault: Fault) {
        self.shared.set(Some(fault));
    }

    /// Nothing is wrong any more.
    pub fn clear(&self) {
        self.shared.set(None);
    }

    /// Closes the connections that are open.
    pub fn cut(&self) {
        self.shared.cut();
    }

    /// From now on connections lead to another server; those that are open are closed.
    pub fn lead_to(&self, upstream_port: u16) {
        self.shared.lead_to(upstream_port);
    }

    /// How many connections were accepted so far.
    pub fn accepted(&self) -> usize {
        self.shared.accepted()
    }

    /// How many connections are open now.
    pub fn open(&self) -> usize {
        self.shared.open()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.shared.stop();
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        self.shared.wait_until_nothing_is_open();
    }
}
