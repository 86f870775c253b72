//! Conditions on the call.

use dtcache::cache_wrapper;

/// A report.
#[cache_wrapper(
    namespace = "only_for",
    only_for = [kind in ["daily", "weekly"], day in [None], user > 100],
)]
#[must_use]
pub fn report(kind: &str, user: u32, day: Option<u8>) -> String {
    format!("{kind} {user} {day:?}")
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let call = |kind| report(kind, 1, Some(1));
    [call("daily"), call("daily"), call("weekly")]
}
