//! `hitbox` with its functions (`hitbox-fn`) and its Redis backend.
//!
//! Values in bincode and keys in bitcode, the defaults that its documentation recommends for
//! production. One `ConnectionManager`, shared by all calls. It has no compression by default, and
//! suggests considering it above 1 KB: without, hits are faster here, and entries longer.

use std::sync::Arc;

use hitbox_fn::prelude::{Cache, PolicyConfig, cached};
use hitbox_redis::{ConnectionMode, RedisBackend};

use super::{Call, Contender};
use crate::body;
use crate::contender::EXPIRE;
use crate::payload::{Large, Medium, Small};

/// One backend for all functions.
#[derive(Clone)]
pub(super) struct Hitbox {
    cache: Arc<Cache<RedisBackend>>,
}

impl Contender for Hitbox {
    const NAME: &'static str = "hitbox 0.2";

    async fn connect(url: &str) -> Self {
        let backend = RedisBackend::builder().connection(ConnectionMode::single(url));
        let backend = backend.build().expect("settings that are right");
        let policy = PolicyConfig::builder().ttl(EXPIRE).build();
        let cache = Cache::builder().backend(backend).policy(policy).build();
        Self {
            cache: Arc::new(cache),
        }
    }
}

#[cached(prefix = "small")]
async fn small(id: u64) -> Small {
    body::run(id)
}

#[cached(prefix = "medium")]
async fn medium(id: u64) -> Medium {
    body::run(id)
}

#[cached(prefix = "large")]
async fn large(id: u64) -> Large {
    body::run(id)
}

impl Call<Small> for Hitbox {
    type Value = Small;

    async fn call(&self, id: u64) -> Small {
        small(id).cache(&*self.cache).await
    }
}

impl Call<Medium> for Hitbox {
    type Value = Medium;

    async fn call(&self, id: u64) -> Medium {
        medium(id).cache(&*self.cache).await
    }
}

impl Call<Large> for Hitbox {
    type Value = Large;

    async fn call(&self, id: u64) -> Large {
        large(id).cache(&*self.cache).await
    }
}
