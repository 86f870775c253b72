//! What is known of the keys that something is under way for.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::Flight;
use super::awaited::Awaited;
use super::key::{ByHash, Hashed};
use super::lingering::Lingering;

/// The keys that share a lock.
#[derive(Default)]
pub(super) struct Shard {
    slots: HashMap<Hashed, Slot, ByHash>,
    pub(super) lingering: Lingering,
}

/// A key with at least one load.
#[derive(Default)]
struct Slot {
    loads: usize,
    /// Counts invalidations: what was begun before the last one is not stored.
    generation: u64,
    /// The load that others may wait for.
    flight: Option<Arc<Flight>>,
    /// Whether somebody does.
    is_followed: bool,
    /// Results on their way to the store.
    storing: usize,
    /// For those who wait until there are none.
    stored: Option<Arc<Awaited<()>>>,
}

impl Shard {
    pub(super) fn flight(&self, key: &Hashed) -> Option<Arc<Flight>> {
        self.slots.get(key)?.flight.clone()
    }

    /// Somebody waits for the flight of `key`.
    pub(super) fn follow(&mut self, key: &Hashed) {
        if let Some(slot) = self.slots.get_mut(key) {
            slot.is_followed = true;
        }
    }

    /// A load begins; what it is to say of itself when it comes to storing.
    pub(super) fn enter(&mut self, key: Hashed, flight: Option<Arc<Flight>>) -> u64 {
        let slot = self.slots.entry(key).or_default();
        slot.loads += 1;
        if flight.is_some() {
            slot.flight = flight;
            slot.is_followed = false;
        }
        slot.generation
    }

    /// Where nobody waits for `flight`, sees to it that nobody is going to, and says so.
    pub(super) fn closes_unfollowed(&mut self, key: &Hashed, flight: &Arc<Flight>) -> bool {
        let Some(slot) = self.slots.get_mut(key) else {
            return true;
        };
        // Of an invalidated one it is not known; who waited before still does.
        let closes = slot.has(flight) && !slot.is_followed;
        if closes {
            slot.flight = None;
        }
        closes
    }

    /// Whether a load of this generation may store its result, which it then does at once.
    pub(super) fn stores(&mut self, key: &Hashed, generation: u64) -> bool {
        let Some(slot) = self.slots.get_mut(key) else {
            return false;
        };
        let may = slot.generation == generation;
        slot.storing += usize::from(may);
        may
    }

    /// What it stored is there, or is not going to be.
    pub(super) fn has_stored(&mut self, key: &Hashed) {
        if let Some(slot) = self.slots.get_mut(key) {
            slot.storing = slot.storing.saturating_sub(1);
            if slot.storing == 0
                && let Some(stored) = slot.stored.take()
            {
                stored.set(());
            }
        }
    }

    /// A load is over. Whether its result is still that of its key.
    pub(super) fn leave(
        &mut self,
        key: Hashed,
        generation: u64,
        flight: Option<&Arc<Flight>>,
    ) -> bool {
        let Entry::Occupied(mut entry) = self.slots.entry(key) else {
            return false;
        };
        let slot = entry.get_mut();
        let is_valid = slot.generation == generation;
        if flight.is_some_and(|flight| slot.has(flight)) {
            slot.flight = None;
        }
        slot.loads = slot.loads.saturating_sub(1);
        if slot.loads == 0 {
            entry.remove();
        }
        is_valid
    }

    /// What is under way is not to be stored; gives what is to be waited for, because it already is.
    pub(super) fn invalidate(&mut self, key: &Hashed) -> Option<Arc<Awaited<()>>> {
        let slot = self.slots.get_mut(key)?;
        slot.generation += 1;
        slot.flight = None;
        if slot.storing == 0 {
            return None;
        }
        let stored = slot.stored.get_or_insert_with(|| Arc::new(Awaited::new()));
        Some(Arc::clone(stored))
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }
}

impl Slot {
    fn has(&self, flight: &Arc<Flight>) -> bool {
        self.flight
            .as_ref()
            .is_some_and(|own| Arc::ptr_eq(own, flight))
    }
}
