//! Which keys' results have landed of late in the store, for those who had looked there before.

use std::collections::VecDeque;
use std::time::Instant;

/// Of one shard.
const MOST: usize = 64;

/// A mark for each of the last results, by the hash of its key: where two keys have one, somebody looks
/// once more than needed.
#[derive(Default)]
pub(super) struct Marks(VecDeque<Mark>);

struct Mark {
    hash: u64,
    /// Whoever began to look before may have missed it.
    before: Instant,
}

impl Marks {
    /// One later than all that are there.
    pub(super) fn add(&mut self, hash: u64, before: Instant) {
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(Mark { hash, before });
    }

    /// Whether a look that began then may have missed a result that is there now.
    pub(super) fn missed(&self, hash: u64, begun: Instant) -> bool {
        // From the last one on, which is over for most who ask.
        let mut later = self.0.iter().rev().take_while(|mark| begun < mark.before);
        later.any(|mark| mark.hash == hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_finds_what_has_landed_since_it_began() {
        let mut marks = Marks::default();
        let mut looks = Vec::new();
        for hash in 0..2 * MOST as u64 {
            looks.push(Instant::now());
            let mut landed = Instant::now();
            while looks.last() == Some(&landed) {
                landed = Instant::now();
            }
            marks.add(hash, landed);
        }
        for (hash, begun) in (0..).zip(&looks) {
            // The oldest are forgotten.
            assert_eq!(marks.missed(hash, *begun), hash >= MOST as u64);
            assert_eq!(marks.missed(hash, looks[0]), hash >= MOST as u64);
            let later = looks.get(1 + usize::try_from(hash).unwrap()).copied();
            assert!(!marks.missed(hash, later.unwrap_or_else(Instant::now)));
        }
    }
}
