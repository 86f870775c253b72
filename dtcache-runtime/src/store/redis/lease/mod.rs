//! Leases: of all processes, one caller has a value computed, and an invalidation wins.
//!
//! A lease is a token under a key beside the entry's, for two seconds. Whoever has it stores the entry
//! only while the token stands there, so that what was computed before an invalidation is not stored
//! after it. While it lives it is renewed, and when it ends that is published on the channel of its
//! name, for those who wait.
//!
//! Renewing, releasing and listening are for one [`thread`] of the instance, which starts on first need
//! and ends when there was none for a while, or with the instance. A process that is stopped or killed
//! renews nothing, and others take over.

mod channels;
mod held;
mod key;
mod script;
mod table;
#[cfg(test)]
mod tests;
mod thread;
mod token;
mod watching;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};
use std::{mem, process};

use tokio::sync::Notify;

use crate::connection::Connector;
use crate::error::{Error, ErrorKind};
use crate::store::lease::TIME;
use channels::Channels;
pub(in crate::store) use held::Held;
pub(super) use key::lease_key;
pub(super) use script::{acquire, acquired, settle, stood, tell};
use table::Table;
use token::token;
pub(in crate::store) use watching::Watching;

/// How often a lease is renewed, and how long that may take: one renewal may fail.
const RENEWAL: Duration = match TIME.checked_div(3) {
    Some(renewal) => renewal,
    None => TIME,
};

/// How many leases an instance may have, and on how many keys it may wait.
const MOST: usize = 4096;

/// The leases of one instance, and its thread where there is one.
pub(super) struct Leases(Arc<Shared>);

/// What the thread shares with those who have a lease or wait for one.
struct Shared {
    connector: Connector,
    /// The process that `state` is of.
    process: AtomicU32,
    state: Mutex<State>,
    /// There is a lease to renew or to release.
    to_keep: Notify,
    /// There is something to listen to, or not any more.
    to_hear: Notify,
    /// The instance is gone, or all was released that it had left.
    to_end: Notify,
}

#[derive(Default)]
struct State {
    leases: Table,
    channels: Channels,
    /// Counts renewals of connections: what was opened before the last one is not used again.
    generation: u64,
    has_thread: bool,
    /// Whether the thread was needed since it looked last.
    was_needed: bool,
    /// Whether the instance is gone.
    is_closed: bool,
}

impl Leases {
    pub(super) fn new(connector: &Connector) -> Self {
        Self(Arc::new(Shared {
            connector: connector.clone(),
            process: AtomicU32::new(process::id()),
            state: Mutex::default(),
            to_keep: Notify::new(),
            to_hear: Notify::new(),
            to_end: Notify::new(),
        }))
    }

    /// What is needed to try for the lease on `key`.
    pub(super) fn reserve(&self, key: &str) -> Result<Held, Error> {
        let at = |error: Error| error.at(&self.0.connector.address);
        let lock = lease_key(key).ok_or_else(|| at(no_place()))?.into();
        let token = token().map_err(at)?;
        let begun = Instant::now();
        let mut state = self.0.with_thread().map_err(at)?;
        let id = state.leases.reserve(Arc::clone(&lock), token);
        drop(state);
        let id = id.ok_or_else(|| at(busy("too many leases are held")))?;
        Ok(Held::new(Arc::clone(&self.0), id, lock, token, begun))
    }

    /// Listens for the end of the lease on `key`; `None` where too many are listened for, or it has a
    /// name that is too long for it.
    pub(super) fn watch(&self, key: &str) -> Result<Option<Watching>, Error> {
        let at = |error: Error| error.at(&self.0.connector.address);
        let lock: Arc<str> = lease_key(key).ok_or_else(|| at(no_place()))?.into();
        let mut state = self.0.with_thread().map_err(at)?;
        let said = state.channels.watch(&lock);
        drop(state);
        self.0.to_hear.notify_one();
        Ok(said.map(|said| Watching::new(Arc::clone(&self.0), lock, said)))
    }

    /// Goes on with new connections.
    pub(super) fn reset(&self) {
        if let Some(mut state) = self.0.state() {
            state.generation += 1;
            drop(state);
            self.0.to_keep.notify_one();
            self.0.to_hear.notify_one();
        }
    }
}

impl Drop for Leases {
    /// Nothing can be stored any more: the thread releases what is held, and ends; nobody waits for it.
    fn drop(&mut self) {
        if let Some(mut state) = self.0.state() {
            state.is_closed = true;
            state.leases.release_all();
            state.channels.close();
            drop(state);
            self.0.to_keep.notify_one();
            self.0.to_hear.notify_one();
            self.0.to_end.notify_one();
        }
    }
}

impl Shared {
    /// The state of this process. `None` where the process was forked off while somebody had it.
    fn state(&self) -> Option<MutexGuard<'_, State>> {
        let process = process::id();
        if self.process.load(Ordering::Acquire) == process {
            return Some(self.state.lock().unwrap_or_else(PoisonError::into_inner));
        }
        // The thread is not here, nor who may have had the lock: that one is not waited for.
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        if self.process.swap(process, Ordering::AcqRel) != process {
            // Of the parent's leases none is ours; what is in there may be locked as well.
            mem::forget(mem::take(&mut *state));
        }
        Some(state)
    }

    /// The same, with a thread.
    fn with_thread(self: &Arc<Self>) -> Result<MutexGuard<'_, State>, Error> {
        let state = self.state();
        let mut state = state.ok_or_else(|| busy("this process was forked off too soon"))?;
        if !state.has_thread {
            thread::start(self)
                .map_err(|error| busy(format!("the thread for leases did not start: {error}")))?;
            state.has_thread = true;
        }
        state.was_needed = true;
        Ok(state)
    }
}

fn busy(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Busy, "lease", what)
}

fn no_place() -> Error {
    let what =
        "a key that is empty, or has a } and no hash tag, has no place for a lease in its slot";
    Error::new(ErrorKind::Config, "lease", what)
}
