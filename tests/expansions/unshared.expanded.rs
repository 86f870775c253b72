//! A call that shares no run of the body with others.
use dtcache::cache_wrapper;
/// Doubles a number.
#[must_use]
pub fn double(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("unshared")
        .flight_off()
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
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [double(1), double(1), double(2)]
}
