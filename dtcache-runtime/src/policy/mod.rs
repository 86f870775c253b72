//! What a call asks of its cache: pure, without a clock and without chance of its own.

mod expire;
mod flight;
mod jitter;
mod plan;
#[cfg(test)]
mod simulation;
mod stale;

pub(crate) use expire::Life;
pub use expire::{Expire, Lasting};
pub use flight::Flight;
pub(crate) use jitter::shortened;
pub(crate) use plan::{Age, Found, Next, Now, millis, plan};
pub use stale::Stale;

use std::time::Duration;

/// All of it, as the builder gathers it. One more argument is one more field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// How long a result lives.
    pub(crate) expire: Expire,
    /// How long an absent one does, where it is stored at all.
    pub(crate) none_expire: Option<Expire>,
    /// By how many per cent a life may be shortened; `None` leaves it to the instance.
    pub(crate) jitter: Option<u8>,
    /// The β of early refreshes.
    pub(crate) early: Option<f64>,
    pub(crate) stale: Option<Stale>,
    pub(crate) flight: Flight,
    /// How long a body may take before a stale value goes before it.
    pub(crate) body_timeout: Option<Duration>,
}

impl Policy {
    /// Whether its entries say more than their value.
    pub(crate) fn needs_trailer(&self) -> bool {
        self.early.is_some() || self.stale.is_some()
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            expire: Expire::never(),
            none_expire: None,
            jitter: None,
            early: None,
            stale: None,
            flight: Flight::new(),
            body_timeout: None,
        }
    }
}
