//! Every shape of a function, as a program that depends on dtcache and serde alone.
#![allow(dead_code)]

#[path = "../../shapes/mod.rs"]
mod shapes;

fn main() {
    let redis = dtcache::RedisInstance::new(dtcache::RedisConfig::new().url("memory://")).unwrap();
    redis.install().unwrap();
    assert_eq!(shapes::free::calls(), [2, 2, 4]);
}
