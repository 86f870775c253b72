//! Entries of a second version.
use dtcache::cache_wrapper;
/// A number, which used to be text.
#[must_use]
pub fn number(text: &str) -> usize {
    let __dtcache = ::dtcache::__private::cache_function("versioned")
        .version(2u64)
        .lasting(if text.is_empty() { 60 } else { 3600 });
    let __dtcache = __dtcache.arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<usize>::new().dtcache_outcome()
            },
            || -> usize { text.len() },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [usize; 3] {
    [number("a"), number("a"), number("bb")]
}
