//! Results that are computed anew before their time is over.
use dtcache::cache_wrapper;
/// Doubles a number.
#[must_use]
pub fn double(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("refreshed_early")
        .expire(3600u64)
        .early(1.0)
        .arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
            },
            || -> u32 { number * 2 },
        )
}
/// Triples a number, and sooner.
#[must_use]
pub fn triple(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("refreshed_early:sooner")
        .expire(3600u64)
        .early(1.5)
        .arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
            },
            || -> u32 { number * 3 },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [double(1), double(1), double(2)].map(|doubled| doubled + triple(1))
}
