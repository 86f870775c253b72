//! A connection through a proxy: its two ends.

use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redis::io::tcp::socket2::SockRef;

use super::fault::Fault;

pub(super) struct Connection {
    pub(super) client: TcpStream,
    pub(super) server: TcpStream,
    accepted_at: u64,
    closed: AtomicBool,
    half_closed: AtomicBool,
}

impl Connection {
    pub(super) fn new(client: TcpStream, server: TcpStream) -> std::io::Result<Self> {
        for stream in [&client, &server] {
            // What waits in here has waited enough.
            stream.set_nodelay(true)?;
        }
        Ok(Self {
            client,
            server,
            accepted_at: 0,
            closed: AtomicBool::new(false),
            half_closed: AtomicBool::new(false),
        })
    }

    pub(super) fn accepted_at(self, accepted_at: u64) -> Self {
        Self {
            accepted_at,
            ..self
        }
    }

    pub(super) fn is_from(&self, time: u64) -> bool {
        self.accepted_at == time
    }

    /// Does what a fault does once to a connection.
    pub(super) fn begin(&self, fault: Option<Fault>) {
        let end = match fault {
            Some(Fault::EndedByServer) => &self.client,
            Some(Fault::EndedTowardsServer) => &self.server,
            _ => return,
        };
        self.half_closed.store(true, Ordering::SeqCst);
        let _ = end.shutdown(Shutdown::Write);
    }

    /// What was sent cannot be taken back: such a connection does not outlive the fault.
    pub(super) fn is_half_closed(&self) -> bool {
        self.half_closed.load(Ordering::SeqCst)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        for stream in [&self.client, &self.server] {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// The client sees a reset in place of an end.
    pub(super) fn reset(&self) {
        self.closed.store(true, Ordering::SeqCst);
        let _ = SockRef::from(&self.client).set_linger(Some(Duration::ZERO));
        // Wakes our own reader and sends nothing; the last thread that lets go closes the socket.
        let _ = self.client.shutdown(Shutdown::Read);
        let _ = self.server.shutdown(Shutdown::Both);
    }
}
