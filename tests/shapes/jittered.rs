//! Times to live that are shortened by chance.

use dtcache::cache_wrapper;

/// By how many per cent.
pub const JITTER: u8 = 25;

/// Doubles a number.
#[cache_wrapper(namespace = "jittered", expire = "1h", jitter = 10, entry = double_entry)]
#[must_use]
pub fn double(number: u32) -> u32 {
    number * 2
}

/// Triples a number.
#[cache_wrapper(namespace = "jittered:by_constant", expire = "1h", jitter = JITTER)]
#[must_use]
pub fn triple(number: u32) -> u32 {
    number * 3
}

/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
#[must_use]
pub fn calls() -> [u32; 3] {
    let doubled = [double(1), double(1), double(2)];
    assert_eq!(double_entry(1).peek(), Ok(Some(2)));
    doubled.map(|doubled| doubled + triple(1))
}
