//! Results that are not in the store, for those who had looked before they landed and ask after.

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
    entry: Bytes,
}

impl Lingering {
    /// One that is too large is not kept.
    pub(super) fn add(&mut self, key: Hashed, entry: Bytes, before: Instant, stays: Duration) {
        self.sweep(Instant::now());
        self.forget(&key);
        if entry.len() > MOST_BYTES / 4 {
            return;
        }
        self.bytes += entry.len();
        let gone = before + stays;
        let result = Result {
            before,
            gone,
            entry,
        };
        self.order.push_back((gone, key.clone()));
        self.results.insert(key, result);
        while self.order.len() > MOST || self.bytes > MOST_BYTES {
            self.pop();
        }
    }

    /// What there is for somebody who began then.
    pub(super) fn find(&self, key: &Hashed, begun: Instant) -> Option<Bytes> {
        if self.results.is_empty() {
            return None;
        }
        let result = self.results.get(key)?;
        (begun < result.before).then(|| result.entry.clone())
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
            self.bytes -= result.entry.len();
        }
    }
}
