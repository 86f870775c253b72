//! A free function.

use dtcache::cache_wrapper;

/// Doubles a number.
#[cache_wrapper(namespace = "free", expire = 60)]
#[must_use]
pub fn double(number: u32) -> u32 {
    number * 2
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [double(1), double(1), double(2)]
}
