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
#[must_use]
pub fn token(name: &str, most: u64) -> Token {
    let __dtcache = ::dtcache::__private::cache_function("told_by_the_result")
        .arg("name", &name);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Token>::new().dtcache_outcome()
            }
                .cache_if(|token| !token.name.is_empty())
                .expire_by(|token| token.life.min(most)),
            || -> Token {
                let name = name.to_owned();
                Token { name, life: most / 2 }
            },
        )
}
///The entry of `token` in the cache, for these arguments.
pub fn token_entry(name: &str, most: u64) -> ::dtcache::__private::Entry<Token> {
    let __dtcache = ::dtcache::__private::entry("told_by_the_result")
        .in_doubt(|| {})
        .arg("name", &name);
    __dtcache
        .handle::<
            Token,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<Token>::new().dtcache_outcome()
        })
        .expire_by(move |token| token.life.min(most))
}
/// Gets a token, or fails as the caller likes.
///
/// # Errors
///
/// If the name is empty.
pub fn fallible<E: Default>(name: &str) -> Result<Token, E> {
    let __dtcache = ::dtcache::__private::cache_function("told_by_the_result:generic")
        .arg("name", &name);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Result<Token, E>>::new().dtcache_outcome()
            }
                .expire_by(|token: &Token| Some(Duration::from_secs(token.life))),
            || -> Result<Token, E> {
                if name.is_empty() {
                    return Err(E::default());
                }
                let name = name.to_owned();
                Ok(Token { name, life: 60 })
            },
        )
}
///The entry of `fallible` in the cache, for these arguments.
pub fn fallible_entry(name: &str) -> ::dtcache::__private::Entry<Token> {
    let __dtcache = ::dtcache::__private::entry("told_by_the_result:generic")
        .in_doubt(|| {})
        .arg("name", &name);
    __dtcache
        .entry::<Token>()
        .expire_by(move |token: &Token| Some(Duration::from_secs(token.life)))
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
