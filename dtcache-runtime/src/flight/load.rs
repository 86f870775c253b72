//! One run of a body, from the miss to the end.

use std::sync::{Arc, MutexGuard};
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use super::key::Hashed;
use super::slot::Shard;
use super::{Flight, Flights, Landing, id, led};

/// Held by whoever runs the body. However it ends, nobody waits for it any more.
pub(crate) struct Load<'f> {
    flights: &'f Flights,
    key: Hashed,
    generation: u64,
    /// What others wait for, until it has landed.
    flight: Option<Arc<Flight>>,
    is_storing: bool,
    /// What who had looked before may have.
    lingers: Option<(Option<Bytes>, Option<Instant>)>,
}

impl<'f> Load<'f> {
    pub(super) fn new(
        flights: &'f Flights,
        key: Hashed,
        generation: u64,
        flight: Option<Arc<Flight>>,
    ) -> Self {
        Self {
            flights,
            key,
            generation,
            flight,
            is_storing: false,
            lingers: None,
        }
    }

    /// Runs the body, or polls it: what it asks of its own key is not waited for.
    pub(crate) fn led<R>(&self, body: impl FnOnce() -> R) -> R {
        let _leading = self.flight.as_ref().map(|flight| led::enter(id(flight)));
        body()
    }

    /// The same for an async body.
    pub(crate) async fn led_async<F: Future + Unpin>(&self, mut body: F) -> F::Output {
        std::future::poll_fn(move |cx| {
            self.led(|| std::pin::Pin::new(&mut body).poll(cx)) as Poll<F::Output>
        })
        .await
    }

    /// Whether others may wait for the result.
    pub(crate) fn is_shared(&self) -> bool {
        self.flight.is_some()
    }

    /// Where nobody waits for the result, sees to it that nobody is going to, and says so.
    pub(crate) fn closes_unfollowed(&self) -> bool {
        let flight = self.flight.as_ref();
        flight.is_none_or(|flight| self.shard().closes_unfollowed(&self.key, flight))
    }

    /// Gives the encoded result to all who wait: to those who began before then, where there is a time. It
    /// is there for a while after the end, for who had looked before.
    pub(crate) fn land(&mut self, entry: Bytes, before: Option<Instant>) {
        if let Some(flight) = &self.flight {
            flight.set(Landing::Entry(entry.clone(), before));
            self.lingers = Some((Some(entry), before));
        }
    }

    /// Has those who wait look again, where there is no result yet.
    pub(crate) fn retract(&mut self) {
        if let Some(flight) = &self.flight {
            flight.set(Landing::LookAgain);
        }
    }

    /// Whether the result may be stored, which is to be done at once: an invalidation waits for it.
    pub(crate) fn stores(&mut self) -> bool {
        let stores = self.shard().stores(&self.key, self.generation);
        self.is_storing = stores;
        stores
    }

    fn end(&mut self) {
        let flight = self.flight.take();
        let lingers = self.lingers.take();
        let was_storing = std::mem::take(&mut self.is_storing);
        let mut shard = self.shard();
        if was_storing {
            shard.has_stored(&self.key);
        }
        let key = self.key.clone();
        let is_valid = shard.leave(key, self.generation, flight.as_ref());
        if is_valid && let Some((entry, before)) = lingers {
            let before = before.unwrap_or_else(Instant::now);
            let stays = self.flights.stays;
            shard.lingering.add(self.key.clone(), entry, before, stays);
        }
        drop(shard);
        // Who waits and got nothing computes for itself.
        if let Some(flight) = flight {
            flight.set(Landing::Nothing);
        }
    }

    fn shard(&self) -> MutexGuard<'_, Shard> {
        self.flights.shard(&self.key)
    }
}

impl Drop for Load<'_> {
    fn drop(&mut self) {
        self.end();
    }
}
