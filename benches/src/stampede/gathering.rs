//! Waiting until so many have come, in threads and in tasks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use tokio::sync::watch;

pub(super) struct Gathering {
    missing: AtomicUsize,
    complete: OnceLock<Instant>,
    for_threads: (Mutex<bool>, Condvar),
    for_tasks: watch::Sender<bool>,
}

impl Gathering {
    pub(super) fn of(count: usize) -> Self {
        Self {
            missing: AtomicUsize::new(count),
            complete: OnceLock::new(),
            for_threads: (Mutex::default(), Condvar::new()),
            for_tasks: watch::Sender::new(false),
        }
    }

    /// One more has come.
    pub(super) fn come(&self) {
        if self.missing.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        self.complete.get_or_init(Instant::now);
        let (is_complete, came) = &self.for_threads;
        *is_complete.lock().unwrap_or_else(PoisonError::into_inner) = true;
        came.notify_all();
        self.for_tasks.send_replace(true);
    }

    pub(super) fn wait(&self) {
        let (is_complete, came) = &self.for_threads;
        let is_complete = is_complete.lock().unwrap_or_else(PoisonError::into_inner);
        drop(came.wait_while(is_complete, |is_complete| !*is_complete));
    }

    pub(super) async fn wait_async(&self) {
        let mut receiver = self.for_tasks.subscribe();
        let complete = receiver.wait_for(|is_complete| *is_complete).await;
        complete.expect("the sender is there");
    }

    /// When the last one came.
    pub(super) fn complete_at(&self) -> Instant {
        *self.complete.get().expect("all have come")
    }
}
