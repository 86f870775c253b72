//! The embedded store: what Redis would hold, in this process.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use moka::Expiry;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use super::TimeToLive;

/// Keys, entries and bookkeeping together stay under this many bytes; the entry used longest ago
/// goes first.
const CAPACITY: u64 = 64 * 1024 * 1024;

/// From this size on an entry, with its key, is not left for moka's next round of evictions; below
/// it, a batch that is over the capacity for a moment stays under 32 MiB.
const LARGE: usize = 64 * 1024;

/// What an entry costs beside its key and bytes: moka's nodes, timers and counters. Measured as the
/// growth of the process over 800,000 tiny entries: 462 to 510 bytes.
const OVERHEAD: usize = 480;

/// A bounded map from keys to the bytes that Redis would hold under them.
pub(crate) struct MemoryStore {
    entries: Cache<Arc<str>, Entry>,
}

#[derive(Clone)]
struct Entry {
    bytes: Bytes,
    life: Option<Duration>,
    /// When the life ends; moka does not tell.
    deadline: Option<Instant>,
}

impl MemoryStore {
    pub(crate) fn new() -> Self {
        let entries = Cache::builder()
            .max_capacity(CAPACITY)
            // moka's default may turn a newcomer away; here what was written can be read.
            .eviction_policy(EvictionPolicy::lru())
            .weigher(|key: &Arc<str>, entry: &Entry| {
                let size = key.len() + entry.bytes.len() + OVERHEAD;
                u32::try_from(size).unwrap_or(u32::MAX)
            })
            .expire_after(Life)
            .build();
        Self { entries }
    }

    pub(crate) fn get(&self, key: &str) -> Option<Bytes> {
        self.entries.get(key).map(|entry| entry.bytes)
    }

    pub(crate) fn set(&self, key: &str, mut entry: Vec<u8>, millis: Option<NonZeroU64>) {
        let is_large = key.len() + entry.len() > LARGE;
        let life = millis.map(|millis| Duration::from_millis(millis.get()));
        entry.shrink_to_fit();
        let bytes = entry.into();
        let deadline = life.and_then(|life| Instant::now().checked_add(life));
        let entry = Entry {
            bytes,
            life,
            deadline,
        };
        self.entries.insert(key.into(), entry);
        if is_large {
            // moka evicts in batches of some hundred writes.
            self.entries.run_pending_tasks();
        }
    }

    pub(crate) fn ttl(&self, key: &str) -> TimeToLive {
        match self.entries.get(key).map(|entry| entry.deadline) {
            None => TimeToLive::Absent,
            Some(None) => TimeToLive::Forever,
            Some(Some(deadline)) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    TimeToLive::Absent
                } else {
                    TimeToLive::Left(left)
                }
            }
        }
    }

    pub(crate) fn delete(&self, key: &str) -> bool {
        // What is over may still be there.
        let removed = self.entries.remove(key);
        removed.is_some_and(|entry| entry.deadline.is_none_or(|end| end > Instant::now()))
    }
}

/// Each entry has the life it was written with; a new value brings a new one.
struct Life;

impl Expiry<Arc<str>, Entry> for Life {
    fn expire_after_create(&self, _: &Arc<str>, entry: &Entry, _: Instant) -> Option<Duration> {
        entry.life
    }

    fn expire_after_update(
        &self,
        _: &Arc<str>,
        entry: &Entry,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        entry.life
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_within_its_capacity_without_being_asked() {
        let store = MemoryStore::new();
        for number in 0..400 {
            store.set(&number.to_string(), vec![0; 1 << 20], None);
            assert!(
                store.get(&number.to_string()).is_some(),
                "what was written can be read"
            );
        }
        assert!(store.entries.weighted_size() <= CAPACITY);
        assert!(store.get("0").is_none());
    }
}
