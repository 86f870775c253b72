//! Lifetimes, with bounds and a `where` clause.
use dtcache::cache_wrapper;
use std::borrow::Cow;
/// The longer of two.
#[must_use]
pub fn longer<'a, 'b: 'a>(one: &'a str, two: &'b str) -> Cow<'a, str>
where
    'a: 'a,
{
    let __dtcache = ::dtcache::__private::cache_function("lifetimes")
        .arg("one", &one)
        .arg("two", &two);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Cow<'a, str>>::new().dtcache_outcome()
            },
            || -> Cow<'a, str> {
                if one.len() > two.len() {
                    Cow::Borrowed(one)
                } else {
                    Cow::Borrowed(two)
                }
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let calls = [("a", "bb"), ("a", "bb"), ("ccc", "bb")];
    calls.map(|(one, two)| longer(one, two).into_owned())
}
