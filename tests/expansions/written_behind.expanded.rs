//! A result that is written in the background: the embedded store has no round trip to wait for.
use dtcache::cache_wrapper;
/// A number that nobody waits for to be stored.
#[must_use]
pub fn length(text: &str) -> usize {
    let __dtcache = ::dtcache::__private::cache_function("written_behind")
        .expire(60u64)
        .write_behind()
        .arg("text", &text);
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
    [length("a"), length("a"), length("bb")]
}
