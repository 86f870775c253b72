//! A `mut` binding, one that begins with an underscore, and one that is nothing but that.
use dtcache::cache_wrapper;
/// One more.
#[must_use]
pub fn next(mut number: u32, _unused: u8, _: &str) -> u32 {
    #[allow(clippy::used_underscore_binding)]
    let __dtcache = ::dtcache::__private::cache_function("bindings")
        .arg("number", &number)
        .arg("_unused", &_unused);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
            },
            || -> u32 {
                number += 1;
                number
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [next(1, 1, "a"), next(1, 1, "b"), next(2, 1, "c")]
}
