//! A namespace that is a constant, and an expiry that is a `Duration`.
use dtcache::cache_wrapper;
use std::time::Duration;
const NAMESPACE: &str = "const_namespace";
/// Doubles a number.
#[must_use]
pub fn double(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function(const {
            ::dtcache::__private::namespace(NAMESPACE)
        })
        .lasting(Duration::from_secs(90) * number);
    let __dtcache = __dtcache.arg("number", &number);
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
