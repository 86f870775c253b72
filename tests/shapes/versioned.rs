//! Entries of a second version.

use dtcache::cache_wrapper;

/// A number, which used to be text.
#[cache_wrapper(namespace = "versioned", version = 2, expire = if text.is_empty() { 60 } else { 3600 })]
#[must_use]
pub fn number(text: &str) -> usize {
    text.len()
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [usize; 3] {
    [number("a"), number("a"), number("bb")]
}
