//! Waiting for somebody else.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use super::awaited::Awaited;
use super::{Flight, Landing};

/// Somebody who waits for another one's result.
pub(crate) struct Following {
    flight: Arc<Flight>,
    begun: Instant,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Followed {
    /// The encoded result.
    Entry(Bytes),
    /// One that may be over for this caller, who began too late; what stands in the store now is another
    /// question.
    Late(Bytes),
    /// There may be one in the store.
    LookAgain,
    /// Whoever computed had nothing to share.
    Nothing,
}

impl Following {
    pub(super) fn new(flight: Arc<Flight>, begun: Instant) -> Self {
        Self { flight, begun }
    }

    /// Blocks this thread; `None` where there is nothing by then.
    pub(crate) fn wait_until(&self, deadline: Instant) -> Option<Followed> {
        let landing = self.flight.wait_until(deadline)?;
        Some(self.followed(landing))
    }

    /// The same for a task, without an end of its own.
    pub(crate) async fn wait(&self) -> Followed {
        self.followed(self.flight.wait().await)
    }

    fn followed(&self, landing: Landing) -> Followed {
        match landing {
            Landing::Entry(entry, Some(before)) if before <= self.begun => Followed::Late(entry),
            Landing::Entry(entry, _) => Followed::Entry(entry),
            Landing::LookAgain => Followed::LookAgain,
            Landing::Nothing => Followed::Nothing,
        }
    }
}

/// Results that were on their way to the store when their key was invalidated.
pub(crate) struct Stores(Arc<Awaited<()>>);

impl Stores {
    pub(super) fn new(stores: Arc<Awaited<()>>) -> Self {
        Self(stores)
    }

    /// Blocks this thread until they are there; `None` where they are not by then.
    pub(crate) fn wait_until(&self, deadline: Instant) -> Option<()> {
        self.0.wait_until(deadline)
    }

    /// The same for a task, without an end of its own.
    pub(crate) async fn wait(&self) {
        self.0.wait().await;
    }
}
