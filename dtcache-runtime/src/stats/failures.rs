//! What failed, by class, and which failures are said aloud.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::live::Counter;
use crate::error::{Error, ErrorKind};

/// In so much time, this many of a class are said aloud and the rest is counted. What is about the
/// server is the same for all calls; a bad entry or a value that cannot be stored is each another one.
const PERIOD: Duration = Duration::from_secs(10);
const OF_THE_SERVER: u64 = 1;
const OF_ENTRIES: u64 = 16;

/// Counts of failures, and when each class was last said aloud.
pub(crate) struct Failures {
    epoch: Instant,
    classes: [Class; ErrorKind::ALL.len()],
}

#[derive(Default)]
struct Class {
    count: Counter,
    /// In nanoseconds after the epoch, when the period ends.
    end: AtomicU64,
    /// How many there were in it.
    period: AtomicU64,
}

/// That a failure is to be said aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Aloud {
    /// How many of its class were not, since the last one that was.
    pub(crate) unsaid: u64,
}

impl Default for Failures {
    fn default() -> Self {
        Self {
            epoch: Instant::now(),
            classes: std::array::from_fn(|_| Class::default()),
        }
    }
}

impl Failures {
    pub(crate) fn count(&self, kind: ErrorKind) {
        if let Some(class) = self.class(kind) {
            class.count.add_one();
        }
    }

    /// Whether this failure is said aloud. One of an outage was, by whoever saw that begin.
    pub(super) fn said(&self, error: &Error, is_outage: bool) -> Option<Aloud> {
        let kind = error.kind();
        if is_outage && kind.is_of_the_server() {
            return None;
        }
        self.aloud(kind, Instant::now())
    }

    /// Whether a failure of this class is said aloud; it counts as said.
    fn aloud(&self, kind: ErrorKind, now: Instant) -> Option<Aloud> {
        let class = self.class(kind)?;
        let most = if kind.is_of_the_server() {
            OF_THE_SERVER
        } else {
            OF_ENTRIES
        };
        let since = |at: Instant| {
            let nanos = at.saturating_duration_since(self.epoch).as_nanos();
            u64::try_from(nanos).unwrap_or(u64::MAX)
        };
        let end = class.end.load(Ordering::Relaxed);
        let next = since(now + PERIOD);
        let begins = since(now) >= end
            && class
                .end
                .compare_exchange(end, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if begins {
            let before = class.period.swap(1, Ordering::Relaxed);
            let unsaid = before.saturating_sub(most);
            return Some(Aloud { unsaid });
        }
        let before = class.period.fetch_add(1, Ordering::Relaxed);
        (before < most).then_some(Aloud { unsaid: 0 })
    }

    pub(super) fn counts(&self) -> impl Iterator<Item = (ErrorKind, u64)> {
        let counts = self.classes.iter().map(|class| class.count.get());
        ErrorKind::ALL.into_iter().zip(counts)
    }

    fn class(&self, kind: ErrorKind) -> Option<&Class> {
        self.classes.get(kind as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_entries_are_said_one_by_one_up_to_a_number() {
        let (failures, now) = (Failures::default(), Instant::now());
        let said = (0..100).filter(|_| failures.aloud(ErrorKind::Corrupt, now).is_some());
        assert_eq!(said.count() as u64, OF_ENTRIES);
        let later = failures.aloud(ErrorKind::Corrupt, now + 2 * PERIOD);
        assert_eq!(later, Some(Aloud { unsaid: 84 }));
    }

    #[test]
    fn what_is_about_the_server_is_said_once_and_then_counted_for_a_while() {
        let (failures, begin) = (Failures::default(), Instant::now());
        let aloud = |kind, after| failures.aloud(kind, begin + Duration::from_secs(after));
        assert_eq!(aloud(ErrorKind::Closed, 0), Some(Aloud { unsaid: 0 }));
        for second in 0..9 {
            assert_eq!(aloud(ErrorKind::Closed, second), None);
        }
        assert_eq!(aloud(ErrorKind::Timeout, 5), Some(Aloud { unsaid: 0 }));
        assert_eq!(aloud(ErrorKind::Closed, 11), Some(Aloud { unsaid: 9 }));
        assert_eq!(aloud(ErrorKind::Closed, 30), Some(Aloud { unsaid: 0 }));
    }
}
