//! What is known of the keys that something is under way for.

use std::sync::Arc;

use hashbrown::HashTable;

use super::Flight;
use super::awaited::Awaited;
use super::key::Hashed;
use super::lingering::Lingering;
use super::marks::Marks;

/// The keys that share a lock.
#[derive(Default)]
pub(super) struct Shard {
    slots: HashTable<Slot>,
    pub(super) lingering: Lingering,
    pub(super) marks: Marks,
    /// Counts leaders.
    leaders: u64,
}

/// A key with at least one load.
struct Slot {
    hash: u64,
    key: Box<str>,
    loads: usize,
    /// Counts invalidations: what was begun before the last one is not stored.
    generation: u64,
    /// The load that others may wait for.
    leader: Option<Leader>,
    /// Those that nobody joins any more, since they were invalidated.
    invalidated: Vec<Leader>,
    /// Results on their way to the store.
    storing: usize,
    /// For those who wait until there are none.
    stored: Option<Arc<Awaited<()>>>,
}

/// Whoever runs a body for others.
struct Leader {
    id: u64,
    /// Made for the first one who waits.
    flight: Option<Arc<Flight>>,
}

/// What a load that is over leaves to be done, outside of the lock.
#[derive(Default)]
pub(super) struct Left {
    /// Those who wait for its result.
    pub(super) flight: Option<Arc<Flight>>,
    /// Those who wait for results on their way to the store, of which it was the last.
    pub(super) stored: Option<Arc<Awaited<()>>>,
    /// Whether its result is still that of its key.
    pub(super) is_valid: bool,
}

/// A load of a slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ticket {
    pub(super) generation: u64,
    /// Of a load that others may wait for; there is but one of each in a shard.
    pub(super) leader: Option<u64>,
}

impl Shard {
    /// The load that others may wait for.
    pub(super) fn leader(&self, key: Hashed<'_>) -> Option<u64> {
        let slot = self.slots.find(key.hash, |slot| slot.is_of(key))?;
        Some(slot.leader.as_ref()?.id)
    }

    /// Waits for the leader of `key`.
    pub(super) fn follow(&mut self, key: Hashed<'_>) -> Option<Arc<Flight>> {
        let leader = self.slot(key)?.leader.as_mut()?;
        let flight = leader.flight.get_or_insert_with(|| Arc::new(Flight::new()));
        Some(Arc::clone(flight))
    }

    /// A load begins.
    pub(super) fn enter(&mut self, key: Hashed<'_>, leads: bool) -> Ticket {
        let slots = &mut self.slots;
        let slot = slots.entry(key.hash, |slot| slot.is_of(key), |slot| slot.hash);
        let slot = slot.or_insert_with(|| Slot::new(key)).into_mut();
        slot.loads += 1;
        let leader = leads.then(|| {
            self.leaders += 1;
            let id = self.leaders;
            slot.leader = Some(Leader { id, flight: None });
            id
        });
        Ticket {
            generation: slot.generation,
            leader,
        }
    }

    /// Where nobody waits for the load, sees to it that nobody is going to, and says so.
    pub(super) fn closes_unfollowed(&mut self, key: Hashed<'_>, ticket: Ticket) -> bool {
        let Some(slot) = self.slot(key) else {
            return true;
        };
        let is_unfollowed = slot.led_by(ticket).is_none_or(|it| it.flight.is_none());
        if is_unfollowed {
            slot.take(ticket);
        }
        is_unfollowed
    }

    /// Whether the result of the load may be stored, which it then is at once, and those who wait for it.
    pub(super) fn stores(
        &mut self,
        key: Hashed<'_>,
        ticket: Ticket,
    ) -> (bool, Option<Arc<Flight>>) {
        let Some(slot) = self.slot(key) else {
            return (false, None);
        };
        let may = slot.generation == ticket.generation;
        slot.storing += usize::from(may);
        let flight = slot.led_by(ticket).and_then(|it| it.flight.clone());
        (may, flight)
    }

    /// The load is over; what it stored, if it did, is there or is not going to be.
    pub(super) fn leave(&mut self, key: Hashed<'_>, ticket: Ticket, has_stored: bool) -> Left {
        let found = self.slots.find_entry(key.hash, |slot| slot.is_of(key));
        let Ok(mut entry) = found else {
            return Left::default();
        };
        let slot = entry.get_mut();
        slot.storing -= usize::from(has_stored && slot.storing > 0);
        let left = Left {
            flight: slot.take(ticket).and_then(|leader| leader.flight),
            stored: slot.stored.take_if(|_| slot.storing == 0),
            is_valid: slot.generation == ticket.generation,
        };
        slot.loads = slot.loads.saturating_sub(1);
        if slot.loads == 0 {
            entry.remove();
        }
        left
    }

    /// What is under way is not to be stored; gives what is to be waited for, because it already is.
    pub(super) fn invalidate(&mut self, key: Hashed<'_>) -> Option<Arc<Awaited<()>>> {
        let slot = self.slot(key)?;
        slot.generation += 1;
        slot.invalidated.extend(slot.leader.take());
        if slot.storing == 0 {
            return None;
        }
        let stored = slot.stored.get_or_insert_with(|| Arc::new(Awaited::new()));
        Some(Arc::clone(stored))
    }

    fn slot(&mut self, key: Hashed<'_>) -> Option<&mut Slot> {
        self.slots.find_mut(key.hash, |slot| slot.is_of(key))
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }
}

impl Slot {
    fn new(key: Hashed<'_>) -> Self {
        Self {
            hash: key.hash,
            key: key.key.into(),
            loads: 0,
            generation: 0,
            leader: None,
            invalidated: Vec::new(),
            storing: 0,
            stored: None,
        }
    }

    fn is_of(&self, key: Hashed<'_>) -> bool {
        self.hash == key.hash && *self.key == *key.key
    }

    fn led_by(&self, ticket: Ticket) -> Option<&Leader> {
        let id = ticket.leader?;
        let mut leaders = self.leader.iter().chain(&self.invalidated);
        leaders.find(|leader| leader.id == id)
    }

    fn take(&mut self, ticket: Ticket) -> Option<Leader> {
        let id = ticket.leader?;
        if let Some(leader) = self.leader.take_if(|leader| leader.id == id) {
            return Some(leader);
        }
        let place = self.invalidated.iter().position(|it| it.id == id)?;
        Some(self.invalidated.swap_remove(place))
    }
}
