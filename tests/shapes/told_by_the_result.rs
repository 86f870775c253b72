//! Results that say themselves how long they are kept, and companions that ask them too.

use dtcache::cache_wrapper;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use std::time::Duration;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Whose it is.
    pub name: String,
    /// For how many seconds it is good.
    pub life: u64,
}

/// Gets a token.
#[cache_wrapper(
    namespace = "told_by_the_result",
    skip = [most],
    entry = token_entry,
    expire = |token| token.life.min(most),
    cache_if = |token| !token.name.is_empty(),
)]
#[must_use]
pub fn token(name: &str, most: u64) -> Token {
    let name = name.to_owned();
    Token {
        name,
        life: most / 2,
    }
}

/// Gets a token, or fails as the caller likes.
///
/// # Errors
///
/// If the name is empty.
#[cache_wrapper(
    namespace = "told_by_the_result:generic",
    skip = [E],
    entry = fallible_entry,
    expire = |token: &Token| Some(Duration::from_secs(token.life)),
)]
pub fn fallible<E: Default>(name: &str) -> Result<Token, E> {
    if name.is_empty() {
        return Err(E::default());
    }
    let name = name.to_owned();
    Ok(Token { name, life: 60 })
}

/// A call, the same again, and another.
///
/// # Panics
///
/// If a handle does not find what its function stored.
#[must_use]
pub fn calls() -> [Token; 3] {
    let first = token("a", 60);
    assert_eq!(token_entry("a", 60).peek(), Ok(Some(first.clone())));
    let other = fallible::<()>("c");
    assert_eq!(other.ok(), fallible_entry("c").peek().ok().flatten());
    [first, token("a", 60), token("b", 60)]
}
