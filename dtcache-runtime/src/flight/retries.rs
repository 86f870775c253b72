//! Bodies that failed, and are left alone for a while.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// More keys than that are not remembered; the bodies of the others are tried at each call.
const MOST: usize = 4096;

/// The keys of one instance whose stale values are served without a try.
#[derive(Default)]
pub(crate) struct Retries(Mutex<HashMap<Box<str>, Instant>>);

impl Retries {
    /// Until then nobody tries.
    pub(crate) fn rest(&self, key: &str, until: Instant) {
        let mut rests = self.lock();
        if rests.len() >= MOST {
            let now = Instant::now();
            rests.retain(|_, until| *until > now);
        }
        if rests.len() < MOST {
            rests.insert(key.into(), until);
        }
    }

    /// Whether somebody is to leave the body alone.
    pub(crate) fn rests(&self, key: &str, now: Instant) -> bool {
        let mut rests = self.lock();
        match rests.get(key) {
            Some(until) if *until > now => true,
            Some(_) => {
                rests.remove(key);
                false
            }
            None => false,
        }
    }

    /// It has gone well since.
    pub(crate) fn forget(&self, key: &str) {
        let mut rests = self.lock();
        if !rests.is_empty() {
            rests.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
