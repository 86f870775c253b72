//! `cached` with its sync Redis store, as its example has it: where it cannot be made, a panic.

#![allow(
    clippy::unnecessary_wraps,
    reason = "it asks for a `Result`, to say what is wrong with the cache"
)]

use std::sync::OnceLock;

use cached::RedisCache;
use cached::macros::concurrent_cached;

use super::BlockingContender;
use crate::contender::EXPIRE;
use crate::entrant::THREADS;
use crate::faults::body;
use crate::payload::Small;

static URL: OnceLock<String> = OnceLock::new();

pub(in crate::faults::contender) struct Cached;

fn store() -> RedisCache<u64, Small> {
    let url = URL.get().expect("set when it was made");
    let store = RedisCache::builder("faults")
        .ttl(EXPIRE)
        .connection_pool_max_size(THREADS)
        .connection_string(url);
    store.build().expect("error building redis cache")
}

#[concurrent_cached(
    ty = "RedisCache<u64, Small>",
    create = "{ store() }",
    map_error = "|error| error.to_string()"
)]
fn user(id: u64) -> Result<Small, String> {
    Ok(body::blocking(id))
}

impl BlockingContender for Cached {
    fn new(url: &str) -> Self {
        URL.get_or_init(|| url.to_owned());
        Self
    }

    fn call(&mut self, id: u64) -> Result<Small, String> {
        user(id)
    }
}
