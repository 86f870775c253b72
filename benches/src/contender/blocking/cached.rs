//! `cached` with its sync Redis store.
//!
//! Feature `redis_store`; values in `MessagePack`, as always. The store has an r2d2 pool, with r2d2's
//! default of a `PING` before each use, which cannot be set otherwise; its default of 10 connections
//! is raised, so that no thread waits for one.

#![allow(
    clippy::unnecessary_wraps,
    reason = "it asks for a `Result`, to say what is wrong with the cache"
)]

use std::sync::OnceLock;

use cached::RedisCache;
use cached::macros::concurrent_cached;

use super::{Call, Contender};
use crate::body;
use crate::contender::EXPIRE;
use crate::entrant::THREADS;
use crate::payload::{Large, Medium, Payload, Small};

static URL: OnceLock<String> = OnceLock::new();

/// Its functions have their stores in statics.
pub(super) struct Cached;

impl Contender for Cached {
    const NAME: &'static str = "cached 4.1";

    fn connect(url: &str) -> Self {
        URL.get_or_init(|| url.to_owned());
        Self
    }

    fn another(&self) -> Self {
        Self
    }
}

fn store<P: Payload>() -> RedisCache<u64, P> {
    let url = URL.get().expect("set when connecting");
    let store = RedisCache::builder(P::SIZE.name())
        .ttl(EXPIRE)
        .connection_pool_max_size(THREADS)
        .connection_string(url);
    store.build().expect("a server")
}

#[concurrent_cached(
    ty = "RedisCache<u64, Small>",
    create = "{ store() }",
    map_error = "|error| error.to_string()"
)]
fn small(id: u64) -> Result<Small, String> {
    Ok(body::run(id))
}

#[concurrent_cached(
    ty = "RedisCache<u64, Medium>",
    create = "{ store() }",
    map_error = "|error| error.to_string()"
)]
fn medium(id: u64) -> Result<Medium, String> {
    Ok(body::run(id))
}

#[concurrent_cached(
    ty = "RedisCache<u64, Large>",
    create = "{ store() }",
    map_error = "|error| error.to_string()"
)]
fn large(id: u64) -> Result<Large, String> {
    Ok(body::run(id))
}

impl Call<Small> for Cached {
    type Value = Small;

    fn call(&mut self, id: u64) -> Small {
        small(id).expect("a reply")
    }
}

impl Call<Medium> for Cached {
    type Value = Medium;

    fn call(&mut self, id: u64) -> Medium {
        medium(id).expect("a reply")
    }
}

impl Call<Large> for Cached {
    type Value = Large;

    fn call(&mut self, id: u64) -> Large {
        large(id).expect("a reply")
    }
}
