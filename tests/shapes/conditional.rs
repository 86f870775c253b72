//! A condition on the result.

use dtcache::cache_wrapper;

/// What was found.
#[cache_wrapper(namespace = "conditional", cache_if = |found: &Vec<u32>| !found.is_empty())]
#[must_use]
pub fn found(number: u32) -> Vec<u32> {
    vec![number; 2]
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Vec<u32>; 3] {
    [found(1), found(1), found(2)]
}
