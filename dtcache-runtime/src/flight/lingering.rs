//! Results that have landed, for those who had looked before and ask after.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::key::{ByHash, Hashed};

/// Of one shard, in bytes: 4 MiB for an instance.
const MOST_BYTES: usize = 128 * 1024;
/// Of one shard.
const MOST: usize = 128;

/// A bounded number of results, each for as long as a look-up may last that began before it landed.
#[derive(Default)]
pub(super) struct Lingering {
    results: HashMap<Hashed, Result, ByHash>,
    order: VecDeque<(Instant, Hashed)>,
    bytes: usize,
}

struct Result {
    /// Whoever began before may take it.
    before: Instant,
    gone: Instant,
    /// `None` where it was too large to be kept, and is to be looked up.
    entry: Option<Bytes>,
}

/// What there is for somebody.
pub(super) enum Lingers {
    Entry(Bytes),
    /// It was stored, so another look-up finds it.
    Stored,
}

impl Lingering {
    pub(super) fn add(
        &mut self,
        key: Hashed,
        entry: Option<Bytes>,
        before: Instant,
        stays: Duration,
    ) {
        self.sweep(before);
        let entry = entry.filter(|entry| entry.len() <= MOST_BYTES / 4);
        self.bytes += entry.as_ref().map_or(0, Bytes::len);
        let gone = before + stays;
        let result = Result {
            before,
            gone,
            entry,
        };
        self.order.push_back((gone, key.clone()));
        self.forget(&key);
        self.results.insert(key, result);
        while self.order.len() > MOST || self.bytes > MOST_BYTES {
            self.pop();
        }
    }

    /// What there is for somebody who began then.
    pub(super) fn find(&self, key: &Hashed, begun: Instant) -> Option<Lingers> {
        if self.results.is_empty() {
            return None;
        }
        let result = self.results.get(key)?;
        (begun < result.before).then(|| match &result.entry {
            Some(entry) => Lingers::Entry(entry.clone()),
            None => Lingers::Stored,
        })
    }

    pub(super) fn remove(&mut self, key: &Hashed) {
        if !self.results.is_empty() {
            self.forget(key);
        }
    }

    /// Drops what nobody can ask for any more.
    pub(super) fn sweep(&mut self, now: Instant) {
        while self.order.front().is_some_and(|(gone, _)| *gone <= now) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some((gone, key)) = self.order.pop_front()
            && self.results.get(&key).is_some_and(|it| it.gone == gone)
        {
            self.forget(&key);
        }
    }

    fn forget(&mut self, key: &Hashed) {
        if let Some(result) = self.results.remove(key) {
            self.bytes -= result.entry.map_or(0, |entry| entry.len());
        }
    }
}
