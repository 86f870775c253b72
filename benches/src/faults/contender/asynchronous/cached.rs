//! `cached` with its async Redis store, as its example has it: where it cannot be made, a panic.

use std::sync::OnceLock;

use cached::AsyncRedisCache;
use cached::macros::concurrent_cached;

use super::AsyncContender;
use crate::contender::EXPIRE;
use crate::faults::body;
use crate::payload::Small;

static URL: OnceLock<String> = OnceLock::new();

#[derive(Clone)]
pub(in crate::faults::contender) struct Cached;

async fn store() -> AsyncRedisCache<u64, Small> {
    let url = URL.get().expect("set when it was made");
    let store = AsyncRedisCache::builder("faults")
        .ttl(EXPIRE)
        .connection_string(url);
    store.build().await.expect("error building redis cache")
}

#[concurrent_cached(
    ty = "AsyncRedisCache<u64, Small>",
    create = "{ store().await }",
    map_error = "|error| error.to_string()"
)]
async fn user(id: u64) -> Result<Small, String> {
    Ok(body::asynchronous(id).await)
}

impl AsyncContender for Cached {
    fn new(url: &str) -> Self {
        URL.get_or_init(|| url.to_owned());
        Self
    }

    async fn call(&self, id: u64) -> Result<Small, String> {
        user(id).await
    }
}
