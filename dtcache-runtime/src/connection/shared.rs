//! One multiplexed connection that every task of a Tokio runtime shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redis::aio::MultiplexedConnection;
use redis::{Cmd, RedisError, Value};
use tokio::sync::watch;

use super::classify::{classified, keeps_connection};
use super::connector::Connector;
use crate::error::{Error, ErrorKind};

/// A connection opened on first use, shared by all, replaced when it is lost.
///
/// redis-rs pairs each reply with the request it belongs to, and drops the reply of a request
/// that nobody waits for any more, so an abandoned call leaves the others in step.
pub(crate) struct SharedConnection {
    connector: Connector,
    slot: Mutex<Slot>,
}

enum Slot {
    Idle,
    /// A task is connecting; all who need the connection wait for its one result.
    Connecting(watch::Receiver<Option<Result<Lane, RedisError>>>),
    Ready(Lane),
}

/// The connection, with a number that tells it from its successors.
#[derive(Clone)]
struct Lane {
    connection: MultiplexedConnection,
    number: u64,
}

impl SharedConnection {
    pub(crate) fn new(connector: Connector) -> Self {
        Self {
            connector,
            slot: Mutex::new(Slot::Idle),
        }
    }

    /// Sends one command and waits for its reply, for at most the socket time-out after at most
    /// the connect time-out.
    pub(crate) async fn send(
        self: &Arc<Self>,
        operation: &'static str,
        command: Cmd,
    ) -> Result<Value, Error> {
        let at = |error: Error| error.at(&self.connector.address);
        let mut lane = self.lane(operation).await.map_err(at)?;
        let reply = command.query_async(&mut lane.connection);
        match tokio::time::timeout(self.connector.socket_timeout, reply).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                if !keeps_connection(&error) {
                    self.discard(lane.number);
                }
                Err(at(classified(&error, operation)))
            }
            Err(_) => {
                self.discard(lane.number);
                Err(at(Error::new(
                    ErrorKind::Timeout,
                    operation,
                    "no answer in time",
                )))
            }
        }
    }

    /// Forgets the connection; the next command opens another.
    pub(crate) fn reset(&self) {
        *self.slot() = Slot::Idle;
    }

    async fn lane(self: &Arc<Self>, operation: &'static str) -> Result<Lane, Error> {
        let mut connecting = match &mut *self.slot() {
            Slot::Ready(lane) => return Ok(lane.clone()),
            Slot::Connecting(receiver) => receiver.clone(),
            slot @ Slot::Idle => {
                let receiver = self.connect();
                *slot = Slot::Connecting(receiver.clone());
                receiver
            }
        };
        match connecting.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(Ok(lane))) => Ok(lane.clone()),
            Ok(Some(Err(error))) => Err(classified(error, operation)),
            // The connecting task ended without a word: its runtime is shutting down.
            _ => {
                self.forget_abandoned_attempt();
                Err(Error::new(
                    ErrorKind::Closed,
                    operation,
                    "connecting was broken off",
                ))
            }
        }
    }

    /// Connects in a task of its own: a caller that gives up does not take the attempt with it.
    fn connect(self: &Arc<Self>) -> watch::Receiver<Option<Result<Lane, RedisError>>> {
        let (sender, receiver) = watch::channel(None);
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            let opened = shared.connector.open_shared().await;
            let lane = opened.map(|connection| Lane {
                connection,
                number: next_number(),
            });
            *shared.slot() = match &lane {
                Ok(lane) => Slot::Ready(lane.clone()),
                Err(_) => Slot::Idle,
            };
            // Nobody may be waiting any more.
            let _ = sender.send(Some(lane));
        });
        receiver
    }

    /// Forgets this connection unless it was replaced already.
    fn discard(&self, number: u64) {
        let mut slot = self.slot();
        if matches!(&*slot, Slot::Ready(lane) if lane.number == number) {
            *slot = Slot::Idle;
        }
    }

    fn forget_abandoned_attempt(&self) {
        let mut slot = self.slot();
        if matches!(&*slot, Slot::Connecting(receiver) if receiver.has_changed().is_err()) {
            *slot = Slot::Idle;
        }
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn next_number() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
