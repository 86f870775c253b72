//! One of something for each Tokio runtime that is alive.
//!
//! A connection is driven by a task of the runtime it was opened in and dies with it, so an
//! instance that outlives runtimes must never hand the connection of one to another. Runtime ids
//! can be reused after a runtime has ended; a task parked in each runtime tells us when it ends.

use std::panic::catch_unwind;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::task::AbortHandle;

use crate::error::{Error, ErrorKind};

/// A value for each live runtime, made on first use and dropped when the runtime ends.
pub(crate) struct PerRuntime<T> {
    entries: Arc<RwLock<Vec<Entry<T>>>>,
}

struct Entry<T> {
    runtime: Id,
    alive: Weak<()>,
    value: Result<Arc<T>, Error>,
    /// Ends the task when the entry goes, so that an instance leaves none behind.
    watcher: Option<AbortOnDrop>,
}

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T: Send + Sync + 'static> PerRuntime<T> {
    pub(crate) fn new() -> Self {
        Self {
            entries: Arc::default(),
        }
    }

    /// The value of the current runtime. What `make` gives is kept, an error too.
    pub(crate) fn current(
        &self,
        operation: &'static str,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<Arc<T>, Error> {
        let handle = current_runtime(operation)?;
        match self.find(handle.id()) {
            Some(value) => value,
            None => self.enter(&handle, operation, make),
        }
    }

    /// Every value that is alive.
    pub(crate) fn all(&self) -> Vec<Arc<T>> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        entries
            .iter()
            .filter_map(|entry| entry.value.clone().ok())
            .collect()
    }

    /// Every value that is alive; each runtime makes a new one when it next needs it.
    pub(crate) fn take_all(&self) -> Vec<Arc<T>> {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *entries);
        drop(entries);
        taken
            .into_iter()
            .filter_map(|entry| entry.value.clone().ok())
            .collect()
    }

    fn find(&self, runtime: Id) -> Option<Result<Arc<T>, Error>> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.iter().find(|entry| entry.is(runtime))?;
        Some(entry.value.clone())
    }

    fn enter(
        &self,
        handle: &Handle,
        operation: &'static str,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<Arc<T>, Error> {
        let value = capable(operation).and_then(|()| make()).map(Arc::new);
        let alive = Arc::new(());
        let mut entry = Entry {
            runtime: handle.id(),
            alive: Arc::downgrade(&alive),
            value: value.clone(),
            watcher: None,
        };
        let end = RuntimeEnd {
            alive: Some(alive),
            entries: Arc::downgrade(&self.entries),
        };
        // Before the lock is taken: a runtime that is shutting down drops the task, and with it
        // `end`, right here.
        let watcher = handle.spawn(async move {
            let _end = end;
            std::future::pending::<()>().await;
        });
        entry.watcher = Some(AbortOnDrop(watcher.abort_handle()));

        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = entries.iter().find(|entry| entry.is(handle.id())) {
            let value = earlier.value.clone();
            drop(entries);
            return value;
        }
        entries.push(entry);
        value
    }
}

impl<T> Entry<T> {
    fn is(&self, runtime: Id) -> bool {
        self.runtime == runtime && self.alive.strong_count() > 0
    }
}

/// Lives in a task of the runtime; dropped with it, it clears the runtime's entry away.
struct RuntimeEnd<T> {
    alive: Option<Arc<()>>,
    entries: Weak<RwLock<Vec<Entry<T>>>>,
}

impl<T> Drop for RuntimeEnd<T> {
    fn drop(&mut self) {
        self.alive = None;
        let Some(entries) = self.entries.upgrade() else {
            return;
        };
        let mut entries = entries.write().unwrap_or_else(PoisonError::into_inner);
        let (live, ended) = entries
            .drain(..)
            .partition(|entry| entry.alive.strong_count() > 0);
        *entries = live;
        drop(entries);
        // Outside of the lock: dropping a value closes connections.
        drop::<Vec<_>>(ended);
    }
}

/// The Tokio runtime that this code runs in, if it can carry connections.
pub(crate) fn capable_runtime(operation: &'static str) -> Result<(), Error> {
    current_runtime(operation)?;
    capable(operation)
}

fn current_runtime(operation: &'static str) -> Result<Handle, Error> {
    Handle::try_current().map_err(|_| {
        Error::new(
            ErrorKind::NoRuntime,
            operation,
            "an async call outside of a Tokio runtime",
        )
    })
}

/// Tokio has no way to ask whether IO and time are enabled but to use them and catch the panic.
/// That happens once a runtime; the panic hook sees it only in a runtime that lacks one of them.
/// Where panics abort, it cannot be asked, and such a runtime is a mistake that Tokio reports.
fn capable(operation: &'static str) -> Result<(), Error> {
    let lacking = |what| Err(Error::new(ErrorKind::NoRuntime, operation, what));
    if cfg!(panic = "abort") {
        return Ok(());
    }
    if catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_err() {
        return lacking("the Tokio runtime was built without enable_time()");
    }
    let socket = std::net::UdpSocket::bind(("127.0.0.1", 0)).and_then(|socket| {
        socket.set_nonblocking(true)?;
        Ok(socket)
    });
    // Without a socket to ask with, assume the usual.
    let Ok(socket) = socket else { return Ok(()) };
    if catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket))).is_err() {
        return lacking("the Tokio runtime was built without enable_io()");
    }
    Ok(())
}
