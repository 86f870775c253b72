//! How long the cache may take of somebody's time.

use std::time::{Duration, Instant};

/// A stretch of time that was begun and has an end. A call has two, before its body and after it, and
/// the second one is what the first one left of the budget.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    begun: Instant,
    allowed: Short,
    /// What of it an answer may take.
    answer: Short,
}

/// A duration in eight bytes, of 136 years at most: the future of a cached function has a turn in each of
/// its layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Short {
    secs: u32,
    nanos: u32,
}

impl Turn {
    /// Begins now.
    pub(crate) fn of(allowed: Duration) -> Self {
        let allowed = allowed.into();
        Self {
            begun: Instant::now(),
            allowed,
            answer: allowed,
        }
    }

    /// The same for somebody who waits so long for a connection, and then so long for an answer.
    pub(crate) fn patient(connection: Duration, answer: Duration) -> Self {
        Self {
            answer: answer.into(),
            ..Self::of(connection + answer)
        }
    }

    /// What is left of this one, as one that begins now.
    pub(crate) fn rest(&self) -> Self {
        let now = Instant::now();
        Self {
            begun: now,
            allowed: self.deadline().saturating_duration_since(now).into(),
            answer: self.answer,
        }
    }

    /// Of one that begins now, the part that an answer may take.
    pub(crate) fn for_an_answer(&self) -> Self {
        Self {
            allowed: self.answer.min(self.allowed),
            ..*self
        }
    }

    pub(crate) fn begun(&self) -> Instant {
        self.begun
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.begun + self.allowed()
    }

    /// How long it was when it began.
    pub(crate) fn allowed(&self) -> Duration {
        Duration::new(self.allowed.secs.into(), self.allowed.nanos)
    }

    pub(crate) fn left(&self) -> Duration {
        self.deadline().saturating_duration_since(Instant::now())
    }
}

impl From<Duration> for Short {
    fn from(duration: Duration) -> Self {
        Self {
            secs: u32::try_from(duration.as_secs()).unwrap_or(u32::MAX),
            nanos: duration.subsec_nanos(),
        }
    }
}
