//! `cached` with its sync Redis store, and as many connections as there are threads, so that none waits
//! for one.
//!
//! As with the async one, callers of one key cannot be made to wait for one another.

#![allow(
    clippy::unnecessary_wraps,
    reason = "it asks for a `Result`, to say what is wrong with the cache"
)]

use std::sync::OnceLock;

use cached::RedisCache;
use cached::macros::concurrent_cached;

use super::BlockingContender;
use crate::contender::EXPIRE;
use crate::payload::Medium;
use crate::stampede::body;

static STORE: OnceLock<(String, u32)> = OnceLock::new();

#[derive(Clone)]
pub(in crate::stampede::contender) struct Cached;

fn store() -> RedisCache<u64, Medium> {
    let (url, threads) = STORE.get().expect("set when connecting");
    let store = RedisCache::builder("cached")
        .ttl(EXPIRE)
        .connection_pool_max_size(*threads)
        .connection_string(url);
    store.build().expect("a server")
}

#[concurrent_cached(
    ty = "RedisCache<u64, Medium>",
    create = "{ store() }",
    map_error = "|error| error.to_string()"
)]
fn user(id: u64) -> Result<Medium, String> {
    Ok(body::blocking(id))
}

impl BlockingContender for Cached {
    const NAME: &'static str = "cached 4.1";

    fn connect(url: &str, threads: usize) -> Vec<Self> {
        let size = u32::try_from(threads).expect("some hundreds");
        STORE.get_or_init(|| (url.to_owned(), size));
        vec![Self; threads]
    }

    fn call(&mut self, id: u64) -> Result<Medium, String> {
        user(id)
    }
}
