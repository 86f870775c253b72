//! Companions that take less than their functions do, and lend nothing.

use dtcache::cache_wrapper;
use std::borrow::Cow;

/// A table.
pub trait Table {
    /// Its entries' prefix.
    const NAMESPACE: &'static str;
}

/// Users.
#[derive(Debug)]
pub struct Users;

impl Table for Users {
    const NAMESPACE: &'static str = "entry_of_less:users";
}

/// A name, borrowed where it is known.
#[cache_wrapper(namespace = "entry_of_less", skip = [names], entry = name_entry)]
#[must_use]
pub fn name(id: usize, names: &[String]) -> Cow<'_, str> {
    names.get(id).map_or(Cow::Borrowed("nobody"), Cow::from)
}

/// How long its entries' names are.
#[cache_wrapper(namespace = T::NAMESPACE, skip = [T], entry = length_entry)]
#[must_use]
pub fn length<T: Table>(of: &str) -> usize {
    T::NAMESPACE.len() + of.len()
}

/// A call, the same again, and another.
///
/// # Panics
///
/// If a handle does not find what its function stored.
#[must_use]
pub fn calls() -> [String; 3] {
    assert_eq!(length_entry::<Users>("a").peek(), Ok(None));
    let length = length::<Users>("a");
    assert_eq!(length_entry::<Users>("a").peek(), Ok(Some(length)));

    let names = ["a".to_owned(), "b".to_owned()];
    let first = name(0, &names).into_owned();
    let entry = name_entry(0);
    assert_eq!(entry.peek(), Ok(Some(Cow::from("a"))));
    [
        first,
        name(0, &[]).into_owned(),
        name(1, &names).into_owned(),
    ]
}
