//! The clock that processes share: an `Instant` means nothing to another one.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Now, in nanoseconds.
pub(super) fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    nanoseconds(now.expect("after 1970").as_nanos())
}

/// The same for a time that is over.
pub(super) fn of(instant: Instant) -> u64 {
    now() - nanoseconds(instant.elapsed().as_nanos())
}

#[expect(clippy::cast_precision_loss, reason = "no round takes 2^52 ns")]
pub(super) fn milliseconds(begun: u64, ended: u64) -> f64 {
    ended.saturating_sub(begun) as f64 / 1e6
}

fn nanoseconds(nanoseconds: u128) -> u64 {
    u64::try_from(nanoseconds).expect("some centuries")
}
