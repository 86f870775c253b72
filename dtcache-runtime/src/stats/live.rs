//! The counters themselves, which calls add to.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::failures::Failures;
use super::{Counts, Stats};
use crate::error::Error;
use crate::event;
use crate::owner::Owners;

/// Namespaces are few and written in source code; where a program makes them up as it goes, the
/// rest is counted together.
pub(super) const MAX_NAMESPACES: usize = 1024;

/// The name under which namespaces beyond the limit are counted together.
pub(super) const OTHERS: &str = "(others)";

/// The live counters of one instance.
#[derive(Default)]
pub(crate) struct Counters {
    namespaces: RwLock<HashMap<Box<str>, Arc<NamespaceCounters>>>,
    failures: Arc<Failures>,
}

/// The live counters of one namespace, and who uses it.
pub(crate) struct NamespaceCounters {
    pub(crate) hits: Counter,
    pub(crate) misses: Counter,
    pub(crate) joined: Counter,
    pub(crate) stale: Counter,
    pub(crate) bypassed: Counter,
    pub(crate) skipped: Counter,
    pub(crate) stored: Counter,
    pub(crate) errors: Counter,
    pub(crate) pending: Gauge,
    pub(crate) owners: Owners,
    /// Of this namespace, for what is about its entries.
    failures: Failures,
    /// Of all namespaces.
    all_failures: Arc<Failures>,
}

/// How many there are of something. What was counted before one left is seen by whoever sees it gone.
#[derive(Default)]
pub(crate) struct Gauge(AtomicU64);

/// A number that only grows; other memory is not ordered by it.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl NamespaceCounters {
    fn new(owners: Owners, all_failures: &Arc<Failures>) -> Self {
        Self {
            hits: Counter::default(),
            misses: Counter::default(),
            joined: Counter::default(),
            stale: Counter::default(),
            bypassed: Counter::default(),
            skipped: Counter::default(),
            stored: Counter::default(),
            errors: Counter::default(),
            pending: Gauge::default(),
            owners,
            failures: Failures::default(),
            all_failures: Arc::clone(all_failures),
        }
    }

    /// Counts a failure, and says it: aloud if not too many of its class were said of late, of this
    /// namespace where it is about an entry, and of any where it is about the server. One of an outage
    /// has been said by whoever saw that begin.
    pub(crate) fn failed(&self, namespace: &str, key: &str, error: &Error, is_outage: bool) {
        self.errors.add_one();
        self.all_failures.count(error.kind());
        let failures = if error.kind().is_of_the_server() {
            &self.all_failures
        } else {
            &self.failures
        };
        event::failed(namespace, key, error, failures.said(error, is_outage));
    }
}

impl Counter {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Gauge {
    pub(crate) fn enter(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn leave(&self) {
        self.0.fetch_sub(1, Ordering::Release);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl Counters {
    pub(crate) fn namespace(&self, namespace: &str) -> Arc<NamespaceCounters> {
        let known = self
            .namespaces
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(counters) = known.get(namespace) {
            return Arc::clone(counters);
        }
        drop(known);
        let mut known = self
            .namespaces
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let name = if known.len() < MAX_NAMESPACES {
            namespace
        } else {
            OTHERS
        };
        let counters = known.entry(name.into()).or_insert_with(|| {
            let owners = if name == OTHERS {
                Owners::of_many()
            } else {
                Owners::default()
            };
            Arc::new(NamespaceCounters::new(owners, &self.failures))
        });
        Arc::clone(counters)
    }

    /// Counts and says a failure of what has no namespace.
    pub(crate) fn failed(&self, key: &str, error: &Error, is_outage: bool) {
        self.failures.count(error.kind());
        event::failed("", key, error, self.failures.said(error, is_outage));
    }

    pub(crate) fn snapshot(&self) -> Stats {
        let known = self
            .namespaces
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let namespaces = known
            .iter()
            .map(|(namespace, counters)| {
                // First, so that what has ended is among the others.
                let pending = counters.pending.get();
                let counts = Counts {
                    hits: counters.hits.get(),
                    misses: counters.misses.get(),
                    joined: counters.joined.get(),
                    stale: counters.stale.get(),
                    bypassed: counters.bypassed.get(),
                    skipped: counters.skipped.get(),
                    stored: counters.stored.get(),
                    errors: counters.errors.get(),
                    pending,
                };
                (namespace.clone(), counts)
            })
            .collect();
        let failures = self.failures.counts().filter(|(_, count)| *count > 0);
        Stats {
            namespaces,
            failures: failures.collect(),
        }
    }
}
