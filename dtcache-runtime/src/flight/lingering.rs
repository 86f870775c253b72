//! Results that are not in the store, for those who had looked before they landed and ask after.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hashbrown::HashTable;

use super::key::Hashed;

/// Of one shard, in bytes: 4 MiB for an instance.
const MOST_BYTES: usize = 128 * 1024;
/// Of one shard.
const MOST: usize = 128;

/// A bounded number of results, each for as long as a look-up may last that began before it landed.
#[derive(Default)]
pub(super) struct Lingering {
    results: HashTable<Result>,
    order: VecDeque<Going>,
    bytes: usize,
}

struct Result {
    hash: u64,
    key: Arc<str>,
    /// Whoever began before may take it.
    before: Instant,
    gone: Instant,
    entry: Bytes,
}

/// When a result goes.
struct Going {
    gone: Instant,
    hash: u64,
    key: Arc<str>,
}

impl Lingering {
    /// One that is too large is not kept.
    pub(super) fn add(&mut self, key: Hashed<'_>, entry: Bytes, before: Instant, stays: Duration) {
        self.sweep(Instant::now());
        self.forget(key);
        if entry.len() > MOST_BYTES / 4 {
            return;
        }
        self.bytes += entry.len();
        let (hash, gone) = (key.hash, before + stays);
        let key = Arc::<str>::from(key.key);
        self.order.push_back(Going {
            gone,
            hash,
            key: Arc::clone(&key),
        });
        let result = Result {
            hash,
            key,
            before,
            gone,
            entry,
        };
        self.results.insert_unique(hash, result, |it| it.hash);
        while self.order.len() > MOST || self.bytes > MOST_BYTES {
            self.pop();
        }
    }

    /// What there is for somebody who began then.
    pub(super) fn find(&self, key: Hashed<'_>, begun: Instant) -> Option<Bytes> {
        let result = self.results.find(key.hash, |it| it.is_of(key))?;
        (begun < result.before).then(|| result.entry.clone())
    }

    /// Drops what nobody can ask for any more.
    pub(super) fn sweep(&mut self, now: Instant) {
        while self.order.front().is_some_and(|first| first.gone <= now) {
            self.pop();
        }
    }

    pub(super) fn forget(&mut self, key: Hashed<'_>) {
        self.forget_if(key, |_| true);
    }

    fn pop(&mut self) {
        if let Some(Going { gone, hash, key }) = self.order.pop_front() {
            let key = Hashed { hash, key: &key };
            self.forget_if(key, |it| it.gone == gone);
        }
    }

    fn forget_if(&mut self, key: Hashed<'_>, condition: impl Fn(&Result) -> bool) {
        let is_it = |it: &Result| it.is_of(key) && condition(it);
        if let Ok(found) = self.results.find_entry(key.hash, is_it) {
            let (result, _) = found.remove();
            self.bytes -= result.entry.len();
        }
    }
}

impl Result {
    fn is_of(&self, key: Hashed<'_>) -> bool {
        self.hash == key.hash && *self.key == *key.key
    }
}
