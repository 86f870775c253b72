//! A type parameter that the key tells by a value of it.

use dtcache::cache_wrapper;
use serde::Serialize;

/// As text.
#[cache_wrapper(namespace = "generic_told")]
#[must_use]
pub fn shown<T: Serialize + ToString>(value: &[T]) -> String {
    value.iter().map(ToString::to_string).collect()
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [shown(&[1, 2]), shown(&[1, 2]), shown(&["1", "2", "3"])]
}
