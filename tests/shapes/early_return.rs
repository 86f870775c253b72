//! `return` in the middle of a body.

use dtcache::cache_wrapper;

/// A sign.
#[cache_wrapper(namespace = "early_return")]
#[must_use]
pub fn sign(number: i32) -> i32 {
    if number < 0 {
        return -1;
    }
    for step in 0..2 {
        if number == step {
            return step;
        }
    }
    1
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [i32; 3] {
    [sign(-7), sign(-7), sign(5)]
}
