//! dtcache: the attribute on a sync function, default settings.

use dtcache::{RedisInstance, cache_wrapper};

use super::BlockingContender;
use crate::payload::Medium;
use crate::stampede::body;
use crate::stampede::contender::{instance, refused};

#[derive(Clone)]
pub(in crate::stampede::contender) struct Dtcache(RedisInstance);

/// The same, and nobody listens where its server should be.
#[derive(Clone)]
pub(in crate::stampede::contender) struct Away(RedisInstance);

#[cache_wrapper(namespace = "stampede", expire = 3600, redis = redis, skip = [redis])]
fn user(redis: &RedisInstance, user_id: u64) -> Medium {
    body::blocking(user_id)
}

impl BlockingContender for Dtcache {
    const NAME: &'static str = "dtcache";

    fn connect(url: &str, threads: usize) -> Vec<Self> {
        vec![Self(instance(url)); threads]
    }

    fn call(&mut self, id: u64) -> Result<Medium, String> {
        Ok(user(&self.0, id))
    }
}

impl BlockingContender for Away {
    const NAME: &'static str = "dtcache, server away";

    fn connect(_: &str, threads: usize) -> Vec<Self> {
        vec![Self(instance(&refused())); threads]
    }

    fn call(&mut self, id: u64) -> Result<Medium, String> {
        Ok(user(&self.0, id))
    }
}
