//! Times to live that are shortened by chance.
use dtcache::cache_wrapper;
/// By how many per cent.
pub const JITTER: u8 = 25;
/// Doubles a number.
#[must_use]
pub fn double(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("jittered")
        .expire(3600u64)
        .jitter(10u8)
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
///The entry of `double` in the cache, for these arguments.
pub fn double_entry(number: u32) -> ::dtcache::__private::Entry<u32> {
    let __dtcache = ::dtcache::__private::entry("jittered")
        .in_doubt(|| {})
        .expire(3600u64)
        .jitter(10u8)
        .arg("number", &number);
    __dtcache
        .handle::<
            u32,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
        })
}
/// Triples a number.
#[must_use]
pub fn triple(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("jittered:by_constant")
        .expire(3600u64)
        .jitter(JITTER)
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
///
/// # Panics
///
/// If the handle does not find what the function stored.
#[must_use]
pub fn calls() -> [u32; 3] {
    let doubled = [double(1), double(1), double(2)];
    assert_eq!(double_entry(1).peek(), Ok(Some(2)));
    doubled.map(|doubled| doubled + triple(1))
}
