//! What counts against a server, and when it is enough.
//!
//! - A refusal, or a server that says it is of no use now, is enough at once.
//! - A failure while nobody is answered counts, each: a server that has fallen silent lets all who ask
//!   wait for their whole budget, so the first five of them are enough.
//! - Slow answers, and failures while others are known to be answered, are what one hiccup does to all that is under
//!   way, be it of the network, of the server, or of this machine that had no time to read. Of these the
//!   first that ends counts, and what began after that end, within a budget ([`Bursts`]). So a hiccup
//!   is one count, and many callers who find the server slow twice in a row are enough.

use std::time::{Duration, Instant};

use super::burst::{Bursts, Span};
use super::evidence::Evidence;
use super::record::{Record, Sum};
use crate::error::Error;

pub(super) struct Judge {
    /// An operation that takes longer is slow.
    slow: Duration,
    record: Record,
    bursts: Bursts,
    epoch: Instant,
}

impl Judge {
    /// Of a server whose callers have so much time for it.
    pub(super) fn new(budget: Duration) -> Self {
        Self {
            slow: budget / 2,
            record: Record::default(),
            bursts: Bursts::new(budget),
            epoch: Instant::now(),
        }
    }

    pub(super) fn slow(&self) -> Duration {
        self.slow
    }

    /// What it all comes to, with this operation.
    pub(super) fn sum(&self, error: Option<&Error>, began: Instant, ended: Instant) -> Sum {
        let is_slow = ended.saturating_duration_since(began) > self.slow;
        let evidence = Evidence::of(error);
        if evidence == Evidence::Answered && !is_slow && self.record.is_clean() {
            return Sum::Fine;
        }
        let span = Span {
            began: nanos(began.saturating_duration_since(self.epoch)),
            ended: nanos(ended.saturating_duration_since(self.epoch)),
        };
        match evidence {
            Evidence::Answered => self.answered(is_slow, span),
            // News first, since it may be the first of a burst as well.
            Evidence::Failed if self.bursts.is_news(span) || self.bursts.is_silence(span) => {
                self.record.failed(is_slow)
            }
            Evidence::Failed | Evidence::Nothing => Sum::Fine,
            Evidence::Down => Sum::Failing,
        }
    }

    fn answered(&self, is_slow: bool, span: Span) -> Sum {
        self.bursts.answered(span);
        if is_slow && !self.bursts.is_news(span) {
            self.record.ends_row();
            return Sum::Fine;
        }
        self.record.answered(is_slow)
    }

    /// What was before an outage is over.
    pub(super) fn clear(&self) {
        self.record.clear();
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
