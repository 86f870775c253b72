//! A namespace that is a constant, and an expiry that is a `Duration`.

use dtcache::cache_wrapper;
use std::time::Duration;

const NAMESPACE: &str = "const_namespace";

/// Doubles a number.
#[cache_wrapper(namespace = NAMESPACE, expire = Duration::from_secs(90) * number)]
#[must_use]
pub fn double(number: u32) -> u32 {
    number * 2
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [double(1), double(1), double(2)]
}
