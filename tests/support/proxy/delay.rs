//! A proxy that makes round trips longer, and does nothing else.

use std::time::Duration;

use super::{Fault, FaultProxy};

/// Passes bytes on to a server of 127.0.0.1, later than they came; it is gone when dropped.
///
/// Each direction takes half of what is added to a round trip. Only time is added: any number of
/// bytes may be under way.
pub struct DelayProxy(FaultProxy);

impl DelayProxy {
    /// Listens on a port of its own for connections to `upstream_port`.
    pub fn start(upstream_port: u16, added_round_trip: Duration) -> Self {
        let proxy = FaultProxy::start(upstream_port);
        proxy.set(Fault::Delay(added_round_trip));
        Self(proxy)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.0.port()
    }

    /// Its address as a URL.
    pub fn url(&self) -> String {
        self.0.url()
    }
}
