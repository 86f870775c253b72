//! Lifetimes, with bounds and a `where` clause.

use dtcache::cache_wrapper;
use std::borrow::Cow;

/// The longer of two.
#[cache_wrapper(namespace = "lifetimes")]
#[must_use]
pub fn longer<'a, 'b: 'a>(one: &'a str, two: &'b str) -> Cow<'a, str>
where
    'a: 'a,
{
    if one.len() > two.len() {
        Cow::Borrowed(one)
    } else {
        Cow::Borrowed(two)
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let calls = [("a", "bb"), ("a", "bb"), ("ccc", "bb")];
    calls.map(|(one, two)| longer(one, two).into_owned())
}
