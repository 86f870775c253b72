//! The moment before which a pool's connections are not used any more.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use deadpool::managed::{Hook, HookError, Manager, Metrics};

/// Shared by a pool and whoever renews it.
#[derive(Clone, Default)]
pub(crate) struct Renewal(Arc<Mutex<Option<Instant>>>);

impl Renewal {
    /// From here on, connections opened until now are closed instead of being used again.
    pub(crate) fn renew(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Makes a pool obey.
    pub(crate) fn hook<M: Manager>(&self) -> Hook<M> {
        let renewal = self.clone();
        Hook::sync_fn(move |_, metrics: &Metrics| {
            let renewed = *renewal.0.lock().unwrap_or_else(PoisonError::into_inner);
            if renewed.is_some_and(|renewed| metrics.created <= renewed) {
                return Err(HookError::message("renewed"));
            }
            Ok(())
        })
    }
}
