//! `hitbox` with its functions and its Redis backend: as it comes, and with the concurrency manager that
//! its documentation recommends for production, which lets one caller of a key run the body.
//!
//! Its waiters get clones of the value, where dtcache's and the floor's decode an entry.

use std::sync::Arc;

use hitbox::concurrency::BroadcastConcurrencyManager;
use hitbox::policy::ConcurrencyLimit;
use hitbox_fn::prelude::{Cache, PolicyConfig, cached};
use hitbox_redis::{ConnectionMode, RedisBackend};

use super::AsyncContender;
use crate::contender::EXPIRE;
use crate::payload::Medium;
use crate::stampede::body;

#[derive(Clone)]
pub(in crate::stampede::contender) struct Plain(Arc<Cache<RedisBackend>>);

#[derive(Clone)]
pub(in crate::stampede::contender) struct Hitbox(
    Arc<Cache<RedisBackend, BroadcastConcurrencyManager<Medium>>>,
);

#[cached(prefix = "hitbox")]
async fn user(id: u64) -> Medium {
    body::asynchronous(id).await
}

fn backend(url: &str) -> RedisBackend {
    let backend = RedisBackend::builder().connection(ConnectionMode::single(url));
    backend.build().expect("settings that are right")
}

impl AsyncContender for Plain {
    const NAME: &'static str = "hitbox 0.2";

    async fn connect(url: &str) -> Self {
        let policy = PolicyConfig::builder().ttl(EXPIRE).build();
        let cache = Cache::builder().backend(backend(url)).policy(policy);
        Self(Arc::new(cache.build()))
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        Ok(user(id).cache(&*self.0).await)
    }
}

impl AsyncContender for Hitbox {
    const NAME: &'static str = "hitbox 0.2, broadcast";

    async fn connect(url: &str) -> Self {
        let one = ConcurrencyLimit::new(1).expect("within its limits");
        let policy = PolicyConfig::builder().ttl(EXPIRE).concurrency(one);
        let cache = Cache::builder()
            .backend(backend(url))
            .policy(policy.build())
            .concurrency_manager(BroadcastConcurrencyManager::new());
        Self(Arc::new(cache.build()))
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        Ok(user(id).cache(&*self.0).await)
    }
}
