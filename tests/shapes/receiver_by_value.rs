//! `self`, which the body takes.

use dtcache::cache_wrapper;
use serde::Serialize;

/// A query.
#[derive(Serialize)]
pub struct Query(String);

impl Query {
    /// What it asks for.
    #[cache_wrapper(namespace = "receiver_by_value")]
    #[must_use]
    pub fn run(mut self) -> String {
        self.0.push('!');
        self.0
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    ["a", "a", "b"].map(|text| Query(text.to_owned()).run())
}
