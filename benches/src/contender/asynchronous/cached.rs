//! `cached` with its async Redis store.
//!
//! Features `redis_store` and `redis_tokio`, as its README says; values in `MessagePack`, as always. The
//! store shares one multiplexed connection. `connection_manager(true)` would add reconnecting, and
//! work to each call, so the faster default is what is measured.

#![allow(
    clippy::unused_async,
    reason = "the macro moves the body into a function of its own"
)]

use std::sync::OnceLock;

use cached::AsyncRedisCache;
use cached::macros::concurrent_cached;

use super::{Call, Contender};
use crate::body;
use crate::contender::EXPIRE;
use crate::payload::{Large, Medium, Payload, Small};

static URL: OnceLock<String> = OnceLock::new();

/// Its functions have their stores in statics.
#[derive(Clone)]
pub(super) struct Cached;

impl Contender for Cached {
    const NAME: &'static str = "cached 4.1";

    async fn connect(url: &str) -> Self {
        URL.get_or_init(|| url.to_owned());
        Self
    }
}

async fn store<P: Payload>() -> AsyncRedisCache<u64, P> {
    let url = URL.get().expect("set when connecting");
    let store = AsyncRedisCache::builder(P::SIZE.name())
        .ttl(EXPIRE)
        .connection_string(url);
    store.build().await.expect("a server")
}

#[concurrent_cached(
    ty = "AsyncRedisCache<u64, Small>",
    create = "{ store().await }",
    map_error = "|error| error.to_string()"
)]
async fn small(id: u64) -> Result<Small, String> {
    Ok(body::run(id))
}

#[concurrent_cached(
    ty = "AsyncRedisCache<u64, Medium>",
    create = "{ store().await }",
    map_error = "|error| error.to_string()"
)]
async fn medium(id: u64) -> Result<Medium, String> {
    Ok(body::run(id))
}

#[concurrent_cached(
    ty = "AsyncRedisCache<u64, Large>",
    create = "{ store().await }",
    map_error = "|error| error.to_string()"
)]
async fn large(id: u64) -> Result<Large, String> {
    Ok(body::run(id))
}

impl Call<Small> for Cached {
    type Value = Small;

    async fn call(&self, id: u64) -> Small {
        small(id).await.expect("a reply")
    }
}

impl Call<Medium> for Cached {
    type Value = Medium;

    async fn call(&self, id: u64) -> Medium {
        medium(id).await.expect("a reply")
    }
}

impl Call<Large> for Cached {
    type Value = Large;

    async fn call(&self, id: u64) -> Large {
        large(id).await.expect("a reply")
    }
}
