//! A condition on the result.
use dtcache::cache_wrapper;
/// What was found.
#[must_use]
pub fn found(number: u32) -> Vec<u32> {
    let __dtcache = ::dtcache::__private::cache_function("conditional")
        .arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Vec<u32>>::new().dtcache_outcome()
            }
                .cache_if(|found: &Vec<u32>| !found.is_empty()),
            || -> Vec<u32> { vec![number; 2] },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Vec<u32>; 3] {
    [found(1), found(1), found(2)]
}
