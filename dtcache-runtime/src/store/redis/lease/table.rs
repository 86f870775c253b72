//! The leases that this process has: which are to be renewed when, and which are to be released.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::token::Token;
use super::{MOST, RENEWAL};

/// What is due so soon is done together with what is due now.
const TOGETHER: Duration = Duration::from_millis(50);

#[derive(Default)]
pub(super) struct Table {
    leases: HashMap<u64, Lease>,
    /// Given up, and not told to the server yet.
    released: Vec<Release>,
    /// Releases that the server is being told of.
    under_way: usize,
}

struct Lease {
    lock: Arc<str>,
    token: Token,
    /// When it is to be renewed; not before it is known to be held.
    due: Option<Instant>,
}

pub(super) struct Renewal {
    pub(super) id: u64,
    pub(super) lock: Arc<str>,
    pub(super) token: Token,
}

pub(super) struct Release {
    pub(super) lock: Arc<str>,
    pub(super) token: Token,
}

impl Table {
    /// A place for a lease, until it is [forgotten](Self::forget) or [released](Self::release).
    pub(super) fn reserve(&mut self, lock: Arc<str>, token: Token) -> Option<u64> {
        // No number twice in a process: one that was forked off has its parent's leases in memory.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        if self.len() >= MOST {
            return None;
        }
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let due = None;
        self.leases.insert(id, Lease { lock, token, due });
        Some(id)
    }

    /// It is held, and to be renewed from then on. Says whether it is the first one that is.
    pub(super) fn renew(&mut self, id: u64, at: Instant) -> bool {
        let is_first = self.leases.values().all(|lease| lease.due.is_none());
        match self.leases.get_mut(&id) {
            Some(lease) => lease.due = Some(at),
            None => return false,
        }
        is_first
    }

    pub(super) fn forget(&mut self, id: u64) {
        self.leases.remove(&id);
    }

    /// Says whether there is something to do.
    pub(super) fn release(&mut self, id: u64) -> bool {
        let lease = self.leases.remove(&id);
        self.released.extend(lease.map(Release::from));
        !self.released.is_empty()
    }

    pub(super) fn release_all(&mut self) {
        let leases = self.leases.drain().map(|(_, lease)| lease);
        self.released.extend(leases.map(Release::from));
    }

    /// When the next renewal is due.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.leases.values().filter_map(|lease| lease.due).min()
    }

    /// What is to be renewed now.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<Renewal> {
        let is_due = |lease: &Lease| lease.due.is_some_and(|due| due <= now + TOGETHER);
        if self.next_due().is_none_or(|due| due > now) {
            return Vec::new();
        }
        let due = self.leases.iter_mut().filter(|(_, lease)| is_due(lease));
        due.map(|(id, lease)| {
            lease.due = Some(now + RENEWAL);
            Renewal {
                id: *id,
                lock: Arc::clone(&lease.lock),
                token: lease.token,
            }
        })
        .collect()
    }

    /// What is to be released, which is under way from now on.
    pub(super) fn take_released(&mut self) -> Vec<Release> {
        self.under_way += self.released.len();
        std::mem::take(&mut self.released)
    }

    /// One that was under way is over.
    pub(super) fn release_is_over(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        self.leases.len() + self.released.len() + self.under_way
    }
}

impl From<Lease> for Release {
    fn from(Lease { lock, token, .. }: Lease) -> Self {
        Self { lock, token }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reserved(table: &mut Table) -> Option<u64> {
        table.reserve("{a}:lock".into(), Token::default())
    }

    #[test]
    fn one_that_is_held_is_renewed_again_and_again() {
        let mut table = Table::default();
        let id = reserved(&mut table).unwrap();
        assert_eq!(table.next_due(), None);
        let mut due = Instant::now();
        assert!(table.renew(id, due));
        for _ in 0..3 {
            assert!(
                table
                    .take_due(due.checked_sub(TOGETHER).unwrap())
                    .is_empty()
            );
            let taken = table.take_due(due);
            assert!(taken.iter().map(|renewal| renewal.id).eq([id]));
            assert!(table.take_due(due).is_empty());
            due += RENEWAL;
            assert_eq!(table.next_due(), Some(due));
        }
        table.forget(id);
        assert!(table.take_due(due).is_empty() && table.is_empty());
        assert!(!table.renew(id, due) && table.is_empty());
    }

    #[test]
    fn what_is_due_soon_is_done_at_once() {
        let mut table = Table::default();
        let now = Instant::now();
        for (millis, is_first) in [(0, true), (20, false), (500, false)] {
            let id = reserved(&mut table).unwrap();
            assert_eq!(
                table.renew(id, now + Duration::from_millis(millis)),
                is_first
            );
        }
        assert_eq!(table.take_due(now).len(), 2);
    }

    #[test]
    fn there_is_an_end_to_them() {
        let mut table = Table::default();
        let ids: Vec<_> = std::iter::from_fn(|| reserved(&mut table)).collect();
        assert_eq!(ids.len(), MOST);
        // What the server was not told of yet has its place.
        assert!(table.release(ids[0]));
        assert_eq!(reserved(&mut table), None);
        assert_eq!(table.take_released().len(), 1);
        assert_eq!(reserved(&mut table), None);
        table.release_is_over();
        assert!(reserved(&mut table).is_some());
        table.forget(ids[1]);
        assert!(reserved(&mut table).is_some());
        table.release_all();
        assert_eq!(table.take_released().len(), MOST);
        assert!(!table.is_empty());
    }

    #[test]
    fn a_lease_of_somebody_else_is_not_released() {
        let mut table = Table::default();
        let id = reserved(&mut table).unwrap();
        let mut other = Table::default();
        assert!(!other.release(id));
        other.forget(id);
        assert!(other.is_empty() && !table.is_empty());
    }
}
