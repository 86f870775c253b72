//! What was learned of late: failures in a row, and how many of the last operations were slow.

use std::sync::atomic::{AtomicU32, Ordering};

/// So many failures in a row are no accident.
const IN_A_ROW: u16 = 5;

/// Of the last 16 operations, so many slow ones are too many.
const SLOW: u32 = 8;

/// Zero while all goes well, so that a call which finds it so and goes well has nothing to write.
#[derive(Default)]
pub(super) struct Record(AtomicU32);

/// What a record comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    Fine,
    /// One failure after the other.
    Failing,
    /// Half of the operations are slow.
    Slow,
}

/// The failures in a row, and a bit for each of the last operations, set where it was slow.
#[derive(Clone, Copy)]
struct Past {
    in_a_row: u16,
    slow: u16,
}

impl Record {
    pub(super) fn is_clean(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    pub(super) fn answered(&self, is_slow: bool) -> Sum {
        self.note(|past| Past {
            in_a_row: 0,
            slow: past.slow << 1 | u16::from(is_slow),
        })
    }

    /// An answer that is not counted ends a row of failures all the same.
    pub(super) fn ends_row(&self) {
        self.note(|past| Past {
            in_a_row: 0,
            ..past
        });
    }

    pub(super) fn failed(&self, is_slow: bool) -> Sum {
        self.note(|past| Past {
            in_a_row: past.in_a_row.saturating_add(1),
            slow: past.slow << 1 | u16::from(is_slow),
        })
    }

    pub(super) fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn note(&self, next: impl Fn(Past) -> Past) -> Sum {
        let mut old = self.0.load(Ordering::Relaxed);
        loop {
            let past = next(Past::from(old));
            let new = past.into();
            let exchanged =
                self.0
                    .compare_exchange_weak(old, new, Ordering::Relaxed, Ordering::Relaxed);
            match exchanged {
                Ok(_) => return past.sum(),
                Err(other) => old = other,
            }
        }
    }
}

impl Past {
    fn sum(self) -> Sum {
        if self.in_a_row >= IN_A_ROW {
            Sum::Failing
        } else if self.slow.count_ones() >= SLOW {
            Sum::Slow
        } else {
            Sum::Fine
        }
    }
}

impl From<u32> for Past {
    fn from(bits: u32) -> Self {
        let [a, b, c, d] = bits.to_be_bytes();
        Self {
            in_a_row: u16::from_be_bytes([a, b]),
            slow: u16::from_be_bytes([c, d]),
        }
    }
}

impl From<Past> for u32 {
    fn from(past: Past) -> Self {
        Self::from(past.in_a_row) << 16 | Self::from(past.slow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_in_a_row_are_no_accident() {
        let record = Record::default();
        for _ in 0..100 {
            let four: Vec<_> = (0..4).map(|_| record.failed(false)).collect();
            assert_eq!(four, [Sum::Fine; 4]);
            assert_eq!(record.answered(false), Sum::Fine);
        }
        let five: Vec<_> = (0..5).map(|_| record.failed(false)).collect();
        assert_eq!(five.last(), Some(&Sum::Failing));
    }

    #[test]
    fn eight_slow_ones_of_sixteen_are_too_many() {
        let record = Record::default();
        let every_third: Vec<_> = (0..300).map(|n| record.answered(n % 3 == 0)).collect();
        assert!(every_third.iter().all(|sum| *sum == Sum::Fine));
        let every_other: Vec<_> = (0..16).map(|n| record.answered(n % 2 == 0)).collect();
        assert!(every_other.contains(&Sum::Slow));
    }

    #[test]
    fn all_is_forgotten_after_sixteen_that_went_well() {
        let record = Record::default();
        for _ in 0..7 {
            record.answered(true);
        }
        for _ in 0..16 {
            record.answered(false);
        }
        assert_eq!(record.0.load(Ordering::Relaxed), 0);
    }
}
