//! Results that are computed anew before their time is over.

use dtcache::cache_wrapper;

/// Doubles a number.
#[cache_wrapper(namespace = "refreshed_early", expire = "1h", early = true)]
#[must_use]
pub fn double(number: u32) -> u32 {
    number * 2
}

/// Triples a number, and sooner.
#[cache_wrapper(namespace = "refreshed_early:sooner", expire = "1h", early = 1.5)]
#[must_use]
pub fn triple(number: u32) -> u32 {
    number * 3
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [double(1), double(1), double(2)].map(|doubled| doubled + triple(1))
}
