//! A call that says how long the cache may take of its time: here, what the caller says.

use std::time::Duration;

use dtcache::cache_wrapper;

/// A number for which there is as much time as the caller says.
#[cache_wrapper(namespace = "budgeted", budget = patience, skip = [patience])]
#[must_use]
pub fn length(text: &str, patience: Duration) -> usize {
    text.len() + usize::from(patience.is_zero())
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [usize; 3] {
    let patience = Duration::from_millis(30);
    [
        length("a", patience),
        length("a", patience),
        length("bb", patience),
    ]
}
