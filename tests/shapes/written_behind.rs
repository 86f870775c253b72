//! A result that is written in the background: the embedded store has no round trip to wait for.

use dtcache::cache_wrapper;

/// A number that nobody waits for to be stored.
#[cache_wrapper(namespace = "written_behind", write = background, expire = 60)]
#[must_use]
pub fn length(text: &str) -> usize {
    text.len()
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [usize; 3] {
    [length("a"), length("a"), length("bb")]
}
