//! A function that belongs to a type, and makes one.

use dtcache::cache_wrapper;
use serde::{Deserialize, Serialize};

/// A point.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    x: i32,
    y: i32,
}

impl Point {
    /// A point of the diagonal.
    #[cache_wrapper(namespace = "associated")]
    #[must_use]
    pub fn diagonal(x: i32) -> Self {
        Self { x, y: x }
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Point; 3] {
    [Point::diagonal(1), Point::diagonal(1), Point::diagonal(2)]
}
