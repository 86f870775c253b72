//! Listening for the end of a lease.

use std::sync::Arc;

use tokio::sync::watch;

use super::Shared;

/// Somebody who listens. Dropped, it does not any more.
pub(in crate::store) struct Watching {
    shared: Arc<Shared>,
    name: Arc<str>,
    /// There until it is dropped.
    heard: Option<watch::Receiver<bool>>,
}

impl Watching {
    pub(super) fn new(shared: Arc<Shared>, name: Arc<str>, heard: watch::Receiver<bool>) -> Self {
        let heard = Some(heard);
        Self {
            shared,
            name,
            heard,
        }
    }

    /// Whether what is published from now on is heard.
    pub(in crate::store) fn is_heard(&self) -> bool {
        self.heard.as_ref().is_some_and(|heard| *heard.borrow())
    }

    /// Until something was published since the last time, or it is heard now, or not any more.
    pub(in crate::store) async fn told(&mut self) {
        let changed = match &mut self.heard {
            Some(heard) => heard.changed().await.is_ok(),
            None => false,
        };
        if !changed {
            // The instance is gone, and nothing is to come.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.heard = None;
        let is_last = match self.shared.state() {
            Some(mut state) => state.channels.unwatched(&self.name),
            None => false,
        };
        if is_last {
            self.shared.to_hear.notify_one();
        }
    }
}
