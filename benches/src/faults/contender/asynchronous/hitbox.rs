//! `hitbox` with its functions and its Redis backend, default settings.

use std::sync::Arc;

use hitbox_fn::prelude::{Cache, PolicyConfig, cached};
use hitbox_redis::{ConnectionMode, RedisBackend};

use super::AsyncContender;
use crate::contender::EXPIRE;
use crate::faults::body;
use crate::payload::Small;

#[derive(Clone)]
pub(in crate::faults::contender) struct Hitbox {
    cache: Arc<Cache<RedisBackend>>,
}

#[cached(prefix = "faults")]
async fn user(id: u64) -> Small {
    body::asynchronous(id).await
}

impl AsyncContender for Hitbox {
    fn new(url: &str) -> Self {
        let backend = RedisBackend::builder().connection(ConnectionMode::single(url));
        let backend = backend.build().expect("settings that are right");
        let policy = PolicyConfig::builder().ttl(EXPIRE).build();
        let cache = Cache::builder().backend(backend).policy(policy).build();
        Self {
            cache: Arc::new(cache),
        }
    }

    async fn call(&self, id: u64) -> Result<Small, String> {
        Ok(user(id).cache(&*self.cache).await)
    }
}
