//! dtcache: the attribute on an async function, default settings; and with a lease.

use dtcache::{RedisInstance, cache_wrapper};

use super::AsyncContender;
use crate::payload::Medium;
use crate::stampede::body;
use crate::stampede::contender::{instance, refused};

#[derive(Clone)]
pub(in crate::stampede) struct Dtcache(pub(in crate::stampede) RedisInstance);

/// The same, and nobody listens where its server should be.
#[derive(Clone)]
pub(in crate::stampede::contender) struct Away(RedisInstance);

/// One load for all processes.
#[derive(Clone)]
pub(in crate::stampede) struct Locked(pub(in crate::stampede) RedisInstance);

#[cache_wrapper(namespace = "stampede", expire = 3600, redis = redis, skip = [redis])]
async fn user(redis: &RedisInstance, user_id: u64) -> Medium {
    body::asynchronous(user_id).await
}

#[cache_wrapper(
    namespace = "stampede:locked",
    expire = 3600,
    flight(lock = true),
    redis = redis,
    skip = [redis],
)]
async fn locked(redis: &RedisInstance, user_id: u64) -> Medium {
    body::asynchronous(user_id).await
}

impl AsyncContender for Dtcache {
    const NAME: &'static str = "dtcache";

    async fn connect(url: &str) -> Self {
        Self(instance(url))
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        Ok(user(&self.0, id).await)
    }
}

impl AsyncContender for Away {
    const NAME: &'static str = "dtcache, server away";

    async fn connect(_: &str) -> Self {
        Self(instance(&refused()))
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        Ok(user(&self.0, id).await)
    }
}

impl AsyncContender for Locked {
    const NAME: &'static str = "dtcache, `lock`";

    async fn connect(url: &str) -> Self {
        Self(instance(url))
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        Ok(locked(&self.0, id).await)
    }
}
