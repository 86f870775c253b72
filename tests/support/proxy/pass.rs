//! How bytes that are due pass, and how the end of a direction does.

use std::io::{Result, Write};
use std::net::Shutdown;
use std::time::Duration;

use super::connection::Connection;
use super::fault::Fault;
use super::reply::Replies;
use super::shared::Shared;
use super::spoil::spoil;

/// How often a throttled connection passes something.
const BEAT: Duration = Duration::from_millis(10);
const BEATS_A_SECOND: u32 = 100;

pub(super) trait Passage {
    /// Passes bytes on, as the fault that is on has them pass. An error is the connection's end.
    fn pass(&mut self, bytes: &mut [u8]) -> Result<()>;

    /// Passes on that nothing more will come.
    fn end(&mut self);
}

/// From the client to the server.
pub(super) struct Upward<'a> {
    connection: &'a Connection,
    shared: &'a Shared,
}

/// From the server to the client.
pub(super) struct Downward<'a> {
    connection: &'a Connection,
    shared: &'a Shared,
    replies: Replies,
}

impl<'a> Upward<'a> {
    pub(super) fn new(connection: &'a Connection, shared: &'a Shared) -> Self {
        Self { connection, shared }
    }
}

impl Passage for Upward<'_> {
    fn pass(&mut self, bytes: &mut [u8]) -> Result<()> {
        if self.shared.passing(self.connection)? == Some(Fault::EndedTowardsServer) {
            return Ok(());
        }
        let passed = (&self.connection.server).write_all(bytes);
        // A server that takes nothing more has gone, and the client is to know.
        passed.inspect_err(|_| self.shared.close(self.connection))
    }

    fn end(&mut self) {
        if self.shared.passing(self.connection).is_ok() {
            let _ = self.connection.server.shutdown(Shutdown::Write);
        }
    }
}

impl<'a> Downward<'a> {
    pub(super) fn new(connection: &'a Connection, shared: &'a Shared) -> Self {
        Self {
            connection,
            shared,
            replies: Replies::new(),
        }
    }

    fn send(&mut self, bytes: &mut [u8], fault: Option<Fault>) -> Result<()> {
        let cut = spoil(bytes, &mut self.replies, fault);
        let bytes = &bytes[..cut.unwrap_or(bytes.len())];
        if fault != Some(Fault::EndedByServer) {
            (&self.connection.client).write_all(bytes)?;
        }
        if cut.is_none() {
            return Ok(());
        }
        if matches!(fault, Some(Fault::Reset { .. })) {
            self.connection.reset();
        } else {
            self.connection.close();
        }
        Err(std::io::ErrorKind::ConnectionAborted.into())
    }
}

impl Passage for Downward<'_> {
    fn pass(&mut self, mut bytes: &mut [u8]) -> Result<()> {
        while !bytes.is_empty() {
            let fault = self.shared.passing(self.connection)?;
            let pace = match fault {
                Some(Fault::Throttle(rate)) => Some((rate.div_ceil(BEATS_A_SECOND), BEAT)),
                Some(Fault::Trickle(pause)) => Some((1, pause)),
                _ => None,
            };
            if let Some((_, pause)) = pace {
                self.shared.pause(self.connection, Some(pause));
            }
            let most = pace.map_or(bytes.len(), |(most, _)| most as usize);
            let (now, rest) = bytes.split_at_mut(most.min(bytes.len()));
            self.send(now, fault)?;
            bytes = rest;
        }
        Ok(())
    }

    fn end(&mut self) {
        match self.shared.passing(self.connection) {
            // The server's answer to an end that the client knows nothing of.
            Ok(Some(Fault::EndedTowardsServer)) => self.shared.pause(self.connection, None),
            Ok(_) => {
                let _ = self.connection.client.shutdown(Shutdown::Write);
            }
            Err(_) => {}
        }
    }
}
