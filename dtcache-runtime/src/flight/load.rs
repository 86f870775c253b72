//! One run of a body, from the miss to the end.

use std::pin::Pin;
use std::sync::{Arc, MutexGuard};
use std::time::Instant;

use bytes::Bytes;

use super::key::Hashed;
use super::slot::{Shard, Ticket};
use super::{Flight, Flights, Landing, led};

/// Held by whoever runs the body. However it ends, nobody waits for it any more.
pub(crate) struct Load<'f> {
    flights: &'f Flights,
    key: Hashed<'f>,
    ticket: Ticket,
    is_storing: bool,
    /// Those who waited when it was to be stored.
    followers: Option<Arc<Flight>>,
    /// What those get who wait in the end, and what stays for who had looked before.
    last: Landing,
}

impl<'f> Load<'f> {
    pub(super) fn new(flights: &'f Flights, key: Hashed<'f>, ticket: Ticket) -> Self {
        Self {
            flights,
            key,
            ticket,
            is_storing: false,
            followers: None,
            last: Landing::Nothing,
        }
    }

    /// Runs the body, or polls it: what it asks of its own key is not waited for.
    pub(crate) fn led<R>(&self, body: impl FnOnce() -> R) -> R {
        let _leading = self.ticket.leader.map(|id| led::enter(self.key.hash, id));
        body()
    }

    /// The same for an async body.
    pub(crate) async fn led_async<F: Future + Unpin>(&self, mut body: F) -> F::Output {
        std::future::poll_fn(move |cx| self.led(|| Pin::new(&mut body).poll(cx))).await
    }

    /// Whether nobody else may wait for the result.
    pub(crate) fn is_alone(&self) -> bool {
        self.ticket.leader.is_none()
    }

    /// Where nobody waits for the result, sees to it that nobody is going to, and says so.
    pub(crate) fn closes_unfollowed(&self) -> bool {
        self.ticket.leader.is_none() || self.shard().closes_unfollowed(self.key, self.ticket)
    }

    /// Gives the encoded result to those who waited when it was [to be stored](Self::stores): of them, to
    /// those who began before then, where there is a time.
    pub(crate) fn share(&self, entry: &[u8], before: Option<Instant>) {
        if let Some(flight) = &self.followers {
            flight.set(Landing::Entry(Bytes::copy_from_slice(entry), before));
        }
    }

    /// Gives a result that is not in the store to those who wait, and to who had looked before and asks
    /// a little later.
    pub(crate) fn land(&mut self, entry: Bytes, before: Option<Instant>) {
        self.last = Landing::Entry(entry, before);
    }

    /// The result is in the store: who had looked before that finds it there. Of those who wait, those
    /// look for themselves who came too late to be given it.
    pub(crate) fn has_stored(&mut self) {
        self.last = Landing::LookAgain;
    }

    /// Has those who wait look again, where there is no result yet.
    pub(crate) fn retract(&mut self) {
        self.last = Landing::LookAgain;
    }

    /// Whether the result may be stored, which is to be done at once: an invalidation waits for it.
    pub(crate) fn stores(&mut self) -> bool {
        let (stores, followers) = self.shard().stores(self.key, self.ticket);
        (self.is_storing, self.followers) = (stores, followers);
        stores
    }

    fn end(&mut self) {
        let last = std::mem::replace(&mut self.last, Landing::Nothing);
        let mut shard = self.shard();
        let left = shard.leave(self.key, self.ticket, self.is_storing);
        if left.is_valid && self.ticket.leader.is_some() {
            match &last {
                Landing::Nothing => {}
                Landing::LookAgain => shard.marks.add(self.key.hash, Instant::now()),
                Landing::Entry(entry, before) => {
                    let before = before.unwrap_or_else(Instant::now);
                    let stays = self.flights.stays;
                    shard.lingering.add(self.key, entry.clone(), before, stays);
                }
            }
        }
        drop(shard);
        if let Some(stored) = left.stored {
            stored.set(());
        }
        // Who waits and gets nothing computes for itself.
        if let Some(flight) = left.flight {
            flight.set(last);
        }
    }

    fn shard(&self) -> MutexGuard<'_, Shard> {
        self.flights.shard(self.key)
    }
}

impl Drop for Load<'_> {
    fn drop(&mut self) {
        self.end();
    }
}
