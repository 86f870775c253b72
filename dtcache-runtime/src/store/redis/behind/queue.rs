//! What waits to be written: bounded, with one write a key.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::store::Report;

/// What may wait and be under way, keys and bookkeeping included. Full queues that a server which
/// is away leaves behind stay a small part of a process.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The same in writes: as many as a server takes in some ten milliseconds.
const MAX_WRITES: usize = 4096;

/// One round trip: enough commands that the network hardly counts, and few enough bytes that a
/// connection is not held for long.
const BATCH_WRITES: usize = 64;
const BATCH_BYTES: usize = 1024 * 1024;

/// What a write costs beside its key and bytes: its place in both maps, and its report.
const OVERHEAD: usize = 384;

/// One entry on its way.
pub(in crate::store::redis) struct Write {
    pub(in crate::store::redis) key: Arc<str>,
    pub(in crate::store::redis) entry: Vec<u8>,
    /// Its time to live when it was queued.
    pub(in crate::store::redis) millis: Option<NonZeroU64>,
    pub(in crate::store::redis) queued: Instant,
    pub(in crate::store::redis) report: Report,
}

/// Writes that wait, the oldest first, and the keys of those that are under way.
#[derive(Default)]
pub(super) struct Queue {
    waiting: BTreeMap<u64, Write>,
    places: HashMap<Arc<str>, u64>,
    next_place: u64,
    under_way: Vec<Arc<str>>,
    bytes: usize,
    bytes_under_way: usize,
}

/// What came of [`Queue::push`].
#[derive(Default)]
pub(super) struct Pushed {
    /// The older write of the same key, which is not to be done any more.
    pub(super) replaced: Option<Write>,
    /// The write itself, where there is no room for it.
    pub(super) refused: Option<Write>,
}

impl Queue {
    /// Takes a write in, in place of an older one of its key. A write of any size is taken where
    /// nothing else is there.
    pub(super) fn push(&mut self, write: Write) -> Pushed {
        // Also where the new one is refused: the old one is known to be out of date.
        let replaced = self.remove(&write.key);
        let bytes = self.bytes + write.size();
        if !self.is_idle() && (bytes > MAX_BYTES || self.len() >= MAX_WRITES) {
            let refused = Some(write);
            return Pushed { replaced, refused };
        }
        self.bytes = bytes;
        self.places.insert(Arc::clone(&write.key), self.next_place);
        self.waiting.insert(self.next_place, write);
        self.next_place += 1;
        Pushed {
            replaced,
            refused: None,
        }
    }

    /// Takes the write of `key` out, if it waits.
    pub(super) fn remove(&mut self, key: &str) -> Option<Write> {
        let place = self.places.remove(key)?;
        let write = self.waiting.remove(&place)?;
        self.bytes -= write.size();
        Some(write)
    }

    /// Takes what goes into one round trip, which is under way from now on.
    pub(super) fn take_batch(&mut self) -> Vec<Write> {
        let mut batch = Vec::new();
        while let Some(next) = self.waiting.first_entry() {
            let size = next.get().size();
            let is_full = batch.len() >= BATCH_WRITES || self.bytes_under_way + size > BATCH_BYTES;
            if is_full && !batch.is_empty() {
                break;
            }
            let write = next.remove();
            self.places.remove(&write.key);
            self.under_way.push(Arc::clone(&write.key));
            self.bytes_under_way += size;
            batch.push(write);
        }
        batch
    }

    /// What was under way is over.
    pub(super) fn batch_is_over(&mut self) {
        self.bytes -= self.bytes_under_way;
        self.bytes_under_way = 0;
        self.under_way.clear();
    }

    pub(super) fn is_under_way(&self, key: &str) -> bool {
        self.under_way.iter().any(|other| **other == *key)
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many writes wait or are under way.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.under_way.len()
    }

    fn is_idle(&self) -> bool {
        self.len() == 0
    }
}

impl Write {
    pub(super) fn waited(&self) -> Duration {
        self.queued.elapsed()
    }

    /// Whether the time to live is over.
    pub(super) fn is_over(&self) -> bool {
        let waited = self.waited().as_millis();
        self.millis
            .is_some_and(|millis| u128::from(millis.get()) <= waited)
    }

    /// What is left of the time to live, a millisecond at least.
    pub(super) fn millis_left(&self) -> Option<NonZeroU64> {
        let waited = u64::try_from(self.waited().as_millis()).unwrap_or(u64::MAX);
        let left = |millis: NonZeroU64| NonZeroU64::new(millis.get().saturating_sub(waited));
        self.millis
            .map(|millis| left(millis).unwrap_or(NonZeroU64::MIN))
    }

    fn size(&self) -> usize {
        self.key.len() + self.entry.len() + OVERHEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(key: &str, size: usize) -> Write {
        Write {
            key: key.into(),
            entry: vec![0; size],
            millis: None,
            queued: Instant::now(),
            report: Box::new(|_, _, _| {}),
        }
    }

    fn is_taken(queue: &mut Queue, key: &str, size: usize) -> bool {
        queue.push(write(key, size)).refused.is_none()
    }

    #[test]
    fn a_newer_write_takes_the_place_of_the_older() {
        let mut queue = Queue::default();
        assert!(queue.push(write("a", 1)).replaced.is_none());
        assert!(queue.push(write("b", 1)).replaced.is_none());
        let older = queue.push(write("a", 2)).replaced;
        assert_eq!(older.map(|write| write.entry.len()), Some(1));
        let sizes = queue
            .take_batch()
            .into_iter()
            .map(|write| write.entry.len());
        assert_eq!(sizes.collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn one_of_a_key_that_is_under_way_waits_for_its_turn() {
        let mut queue = Queue::default();
        queue.push(write("a", 1));
        assert_eq!(queue.take_batch().len(), 1);
        assert!(queue.push(write("a", 2)).replaced.is_none());
        assert!(queue.is_under_way("a"));
        assert_eq!(queue.remove("a").map(|write| write.entry.len()), Some(2));
        assert!(queue.is_under_way("a"));
        queue.batch_is_over();
        assert!(!queue.is_under_way("a"));
        assert_eq!((queue.len(), queue.bytes), (0, 0));
    }

    #[test]
    fn it_is_bounded_in_bytes_with_what_is_under_way() {
        let mut queue = Queue::default();
        let size = BATCH_BYTES - OVERHEAD - 2;
        let taken = (10..99).take_while(|key| is_taken(&mut queue, &key.to_string(), size));
        assert_eq!(taken.count(), MAX_BYTES / BATCH_BYTES);
        assert_eq!(queue.take_batch().len(), 1);
        assert!(!is_taken(&mut queue, "more", size), "it is still held");
        queue.batch_is_over();
        assert!(is_taken(&mut queue, "ab", size));
        while !queue.take_batch().is_empty() {
            queue.batch_is_over();
        }
        assert_eq!((queue.len(), queue.bytes), (0, 0));
    }

    #[test]
    fn it_is_bounded_in_writes() {
        let mut queue = Queue::default();
        let taken = (0..2 * MAX_WRITES).filter(|key| is_taken(&mut queue, &key.to_string(), 1));
        assert_eq!(taken.count(), MAX_WRITES);
        let newer = queue.push(write("7", 2));
        assert!(newer.replaced.is_some() && newer.refused.is_none());
        assert_eq!(queue.take_batch().len(), BATCH_WRITES);
    }

    #[test]
    fn an_older_write_is_not_done_where_the_newer_has_no_room() {
        let mut queue = Queue::default();
        queue.push(write("a", 1));
        queue.push(write("b", 1));
        let pushed = queue.push(write("a", MAX_BYTES));
        assert!(pushed.replaced.is_some() && pushed.refused.is_some());
        assert_eq!((queue.len(), queue.bytes), (1, 2 + OVERHEAD));
    }

    #[test]
    fn one_that_is_larger_than_any_bound_goes_alone() {
        let mut queue = Queue::default();
        assert!(is_taken(&mut queue, "large", 2 * MAX_BYTES));
        assert!(!is_taken(&mut queue, "small", 1));
        assert_eq!(queue.take_batch().len(), 1);
    }

    #[test]
    fn a_time_to_live_does_not_grow_while_it_waits() {
        let mut write = write("a", 1);
        write.millis = NonZeroU64::new(4000);
        write.queued -= Duration::from_secs(3);
        let left = write.millis_left().map(NonZeroU64::get);
        assert!(left.is_some_and(|left| (900..=1000).contains(&left)));
        assert!(!write.is_over());
        write.queued -= Duration::from_secs(1);
        assert!(write.is_over());
        assert_eq!(write.millis_left(), Some(NonZeroU64::MIN));
        write.millis = None;
        assert!(!write.is_over());
        assert_eq!(write.millis_left(), None);
    }
}
