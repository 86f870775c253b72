//! `return` in the middle of a body.
use dtcache::cache_wrapper;
/// A sign.
#[must_use]
pub fn sign(number: i32) -> i32 {
    let __dtcache = ::dtcache::__private::cache_function("early_return")
        .arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<i32>::new().dtcache_outcome()
            },
            || -> i32 {
                if number < 0 {
                    return -1;
                }
                for step in 0..2 {
                    if number == step {
                        return step;
                    }
                }
                1
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [i32; 3] {
    [sign(-7), sign(-7), sign(5)]
}
