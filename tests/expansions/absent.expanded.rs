//! Absent results, which are kept for a time of their own.
use dtcache::cache_wrapper;
use std::time::Duration;
/// For how long.
pub const SHORT: Duration = Duration::from_millis(1500);
/// Finds the number after another one.
#[must_use]
pub fn next(number: u32) -> Option<u32> {
    let __dtcache = ::dtcache::__private::cache_function("absent")
        .expire(3600u64)
        .none_expire(30u64)
        .arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Option<u32>>::new().dtcache_outcome()
            },
            || -> Option<u32> { number.checked_add(1) },
        )
}
///The entry of `next` in the cache, for these arguments.
pub fn next_entry(number: u32) -> ::dtcache::__private::Entry<Option<u32>> {
    let __dtcache = ::dtcache::__private::entry("absent")
        .in_doubt(|| {})
        .expire(3600u64)
        .none_expire(30u64)
        .arg("number", &number);
    __dtcache
        .handle::<
            Option<u32>,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<Option<u32>>::new().dtcache_outcome()
        })
}
/// Finds the one before.
#[must_use]
pub fn previous(number: u32) -> Option<u32> {
    let __dtcache = ::dtcache::__private::cache_function("absent:before")
        .none_lasting(SHORT)
        .arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Option<u32>>::new().dtcache_outcome()
            },
            || -> Option<u32> { number.checked_sub(1) },
        )
}
/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
#[must_use]
pub fn calls() -> [Option<u32>; 3] {
    let found = [next(1), next(1), next(2)];
    assert_eq!(next_entry(1).peek(), Ok(Some(found[0])));
    assert_eq!(previous(1), Some(0));
    found
}
