//! Which instantiation of a method uses a key, so that no other one reads what it stored.

use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::panic::Location;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many keys of a namespace are remembered: 4 KiB. Where more are in use, the later one takes
/// the earlier one's slot, so that an accident shows when the keys come again.
const SLOTS: usize = 512;

/// The part of a slot that says who uses the key; the rest says which key it is.
const WHO: u64 = 0xFF_FFFF;

/// The keys of one namespace and who uses them.
#[derive(Default)]
pub(super) struct Claims {
    slots: OnceLock<Box<[AtomicU64]>>,
    /// The first accident. From then on the keys are its first user's.
    proven: OnceLock<Claimant>,
}

/// An instantiation of a method.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claimant {
    /// Where the method stands.
    place: u64,
    /// What it belongs to there. Never zero, so that no slot in use looks empty.
    who: u64,
}

impl Claimant {
    /// The method at `location`, of the type or implementation that has the path `home`.
    pub(super) fn new(location: &Location<'_>, home: &str) -> Self {
        Self {
            place: hash(location),
            who: (hash(home) & WHO).max(1),
        }
    }
}

impl Claims {
    /// Notes that `claimant` uses `key`; gives who used it before, if that is another instantiation
    /// of the same method.
    pub(super) fn other(&self, claimant: Claimant, key: &str) -> Option<Claimant> {
        let is_other = |first: &Claimant| first.place == claimant.place && *first != claimant;
        if let Some(first) = self.proven.get()
            && first.place == claimant.place
        {
            return Some(*first).filter(is_other);
        }
        let slots = self.slots.get_or_init(|| {
            let empty = std::iter::repeat_with(AtomicU64::default);
            empty.take(SLOTS).collect()
        });
        let which = hash(key) ^ claimant.place;
        let slot = slots.get(usize::try_from(which >> 55).ok()?)?;
        let mine = (which & !WHO) | claimant.who;
        let mut found = slot.load(Ordering::Relaxed);
        while found != mine {
            if found & WHO != 0 && found & !WHO == mine & !WHO {
                let who = found & WHO;
                let first = self.proven.get_or_init(|| Claimant { who, ..claimant });
                return Some(*first).filter(is_other);
            }
            match slot.compare_exchange_weak(found, mine, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => break,
                // Another thread was faster; maybe with the same key.
                Err(now) => found = now,
            }
        }
        None
    }
}

fn hash(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimants() -> [Claimant; 3] {
        let here = Location::caller();
        let (a, b) = (
            Claimant::new(here, "Repo<A>"),
            Claimant::new(here, "Repo<B>"),
        );
        [a, b, Claimant::new(Location::caller(), "Repo<B>")]
    }

    #[test]
    fn keys_that_differ_are_everybodys_own() {
        let (claims, [a, b, _]) = (Claims::default(), claimants());
        for number in 0..200 {
            let key = |of: &str| format!("n:{of}:{number}");
            assert!(claims.other(a, &key("a")).is_none());
            assert!(claims.other(b, &key("b")).is_none());
        }
    }

    #[test]
    fn the_first_to_use_a_key_has_all_of_them_once_a_second_wants_it() {
        let (claims, [a, b, elsewhere]) = (Claims::default(), claimants());
        assert!(claims.other(a, "n:1").is_none());
        assert!(claims.other(b, "n:2").is_none());
        assert!(claims.other(b, "n:1") == Some(a));
        assert!(
            claims.other(b, "n:2") == Some(a),
            "nobody can tell any more"
        );
        assert!(claims.other(a, "n:1").is_none());
        assert!(claims.other(elsewhere, "n:1").is_none(), "another method");
    }

    #[test]
    fn threads_that_come_at_once_agree_on_the_first() {
        let here = Location::caller();
        for _ in 0..50 {
            let claims = Claims::default();
            let barrier = std::sync::Barrier::new(8);
            let names = ["A", "B", "C", "D", "E", "F", "G", "H"];
            let served = std::thread::scope(|scope| {
                let threads = names.map(|name| {
                    let (claims, barrier) = (&claims, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        claims.other(Claimant::new(here, name), "n:1").is_none()
                    })
                });
                let served = threads.map(|thread| thread.join().expect("no panic"));
                served.iter().filter(|is_served| **is_served).count()
            });
            assert_eq!(served, 1);
        }
    }
}
