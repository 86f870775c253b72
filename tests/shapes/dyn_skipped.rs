//! Trait objects, which can only be left out of a key.

use dtcache::cache_wrapper;
use std::fmt::Debug;

/// What it shows.
#[cache_wrapper(namespace = "dyn_skipped", skip = [boxed, behind])]
#[must_use]
pub fn shown(id: u32, boxed: Box<dyn Debug + Send>, behind: &dyn Debug) -> String {
    let shown = format!("{id} {boxed:?} {behind:?}");
    drop(boxed);
    shown
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [1, 1, 2].map(|id| shown(id, Box::new('a'), &"b"))
}
