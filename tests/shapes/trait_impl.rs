//! A method of a trait's `impl`.

use dtcache::cache_wrapper;

/// Reads rows.
pub trait Table {
    /// A row.
    fn row(&self, number: u32) -> String;
}

/// Users.
#[derive(Debug)]
pub struct Users;

impl Table for Users {
    #[cache_wrapper(namespace = "trait_impl", skip = [self])]
    fn row(&self, number: u32) -> String {
        format!("user {number}")
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [1, 1, 2].map(|number| Users.row(number))
}
