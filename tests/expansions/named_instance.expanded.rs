//! An instance that is a parameter.
use dtcache::{RedisInstance, cache_wrapper};
/// Doubles a number.
#[must_use]
pub fn double(redis: &RedisInstance, number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("named_instance")
        .redis(&redis)
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
    RedisInstance::global()
        .map_or([0; 3], |redis| { [1, 1, 2].map(|number| double(&redis, number)) })
}
