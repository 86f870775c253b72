//! A call that shares no run of the body with others.

use dtcache::cache_wrapper;

/// Doubles a number.
#[cache_wrapper(namespace = "unshared", flight = false)]
#[must_use]
pub fn double(number: u32) -> u32 {
    number * 2
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [double(1), double(1), double(2)]
}
