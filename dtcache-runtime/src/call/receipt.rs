//! What is counted and said of a write, by whoever knows what became of it.

use std::sync::Arc;

use crate::error::Error;
use crate::event;
use crate::stats::NamespaceCounters;

/// For a write that its call does not wait for: pending as long as this is there.
pub(super) struct Receipt {
    counters: Arc<NamespaceCounters>,
    namespace: Box<str>,
    /// The writer's thread may have another subscriber than the caller's, or none.
    listener: tracing::Dispatch,
}

impl Receipt {
    pub(super) fn new(counters: &Arc<NamespaceCounters>, namespace: &str) -> Self {
        counters.pending.enter();
        Self {
            counters: Arc::clone(counters),
            namespace: namespace.into(),
            listener: event::listener(),
        }
    }

    /// After the write.
    pub(super) fn signed(&self, key: &str, bytes: usize, result: Result<(), Error>) {
        event::to(&self.listener, || match result {
            Ok(()) => {
                self.counters.stored.add_one();
                event::stored(&self.namespace, key, bytes);
            }
            Err(error) => self.counters.failed(&self.namespace, key, &error, false),
        });
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        self.counters.pending.leave();
    }
}
