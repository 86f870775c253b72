//! dtcache: the attribute on an async function, default settings.

use dtcache::cache_wrapper;

use super::AsyncContender;
use crate::contender::instance;
use crate::faults::body;
use crate::payload::Small;

#[derive(Clone)]
pub(in crate::faults::contender) struct Dtcache;

#[cache_wrapper(namespace = "faults", expire = 3600)]
async fn user(user_id: u64) -> Small {
    body::asynchronous(user_id).await
}

impl AsyncContender for Dtcache {
    fn new(url: &str) -> Self {
        instance::install(url);
        Self
    }

    async fn call(&self, id: u64) -> Result<Small, String> {
        Ok(user(id).await)
    }
}
