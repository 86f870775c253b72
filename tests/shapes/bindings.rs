//! A `mut` binding, one that begins with an underscore, and one that is nothing but that.

use dtcache::cache_wrapper;

/// One more.
#[cache_wrapper(namespace = "bindings", skip = [_])]
#[must_use]
pub fn next(mut number: u32, _unused: u8, _: &str) -> u32 {
    number += 1;
    number
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [next(1, 1, "a"), next(1, 1, "b"), next(2, 1, "c")]
}
