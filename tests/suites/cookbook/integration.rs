use std::cell::Cell;

use dtcache::{RedisConfig, RedisInstance, cache_wrapper};

/// The server in `REDIS_URL`; without it the test fails, and does not pass on an empty cache.
fn redis_instance() -> RedisInstance {
    let config = RedisConfig::from_env().expect("REDIS_URL");
    RedisInstance::new(config).expect("settings")
}

#[cache_wrapper(namespace = "test:counter", expire = 60, redis = redis, skip = [redis, call_count])]
fn increment(redis: &RedisInstance, call_count: &Cell<u32>) -> u32 {
    call_count.set(call_count.get() + 1);
    call_count.get()
}

fn test_cache_decorator() {
    let redis = redis_instance();
    redis.delete("test:counter").expect("a server");
    let call_count = Cell::new(0);

    // The first call.
    assert_eq!(increment(&redis, &call_count), 1);

    // The second call is cached.
    assert_eq!(increment(&redis, &call_count), 1);
    assert_eq!(call_count.get(), 1);
}
