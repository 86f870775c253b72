//! `cached` with its async Redis store.
//!
//! Its `sync_writes`, by which callers of one key wait for one another, is not for functions with a store
//! of their own, and its claims are for refreshes, whose callers have a value and do not wait.

use std::sync::OnceLock;

use cached::AsyncRedisCache;
use cached::macros::concurrent_cached;

use super::AsyncContender;
use crate::contender::EXPIRE;
use crate::payload::Medium;
use crate::stampede::body;

static URL: OnceLock<String> = OnceLock::new();

#[derive(Clone)]
pub(in crate::stampede::contender) struct Cached;

async fn store() -> AsyncRedisCache<u64, Medium> {
    let url = URL.get().expect("set when connecting");
    let store = AsyncRedisCache::builder("cached")
        .ttl(EXPIRE)
        .connection_string(url);
    store.build().await.expect("a server")
}

#[concurrent_cached(
    ty = "AsyncRedisCache<u64, Medium>",
    create = "{ store().await }",
    map_error = "|error| error.to_string()"
)]
async fn user(id: u64) -> Result<Medium, String> {
    Ok(body::asynchronous(id).await)
}

impl AsyncContender for Cached {
    const NAME: &'static str = "cached 4.1";

    async fn connect(url: &str) -> Self {
        URL.get_or_init(|| url.to_owned());
        Self
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        user(id).await
    }
}
