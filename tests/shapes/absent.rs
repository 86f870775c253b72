//! Absent results, which are kept for a time of their own.

use dtcache::cache_wrapper;
use std::time::Duration;

/// For how long.
pub const SHORT: Duration = Duration::from_millis(1500);

/// Finds the number after another one.
#[cache_wrapper(namespace = "absent", expire = "1h", none_expire = 30, entry = next_entry)]
#[must_use]
pub fn next(number: u32) -> Option<u32> {
    number.checked_add(1)
}

/// Finds the one before.
#[cache_wrapper(namespace = "absent:before", none_expire = SHORT)]
#[must_use]
pub fn previous(number: u32) -> Option<u32> {
    number.checked_sub(1)
}

/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
#[must_use]
pub fn calls() -> [Option<u32>; 3] {
    let found = [next(1), next(1), next(2)];
    assert_eq!(next_entry(1).peek(), Ok(Some(found[0])));
    assert_eq!(previous(1), Some(0));
    found
}
