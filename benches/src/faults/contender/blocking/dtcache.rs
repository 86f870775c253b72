//! dtcache: the attribute on a sync function, default settings.

use dtcache::cache_wrapper;

use super::BlockingContender;
use crate::contender::instance;
use crate::faults::body;
use crate::payload::Small;

pub(in crate::faults::contender) struct Dtcache;

#[cache_wrapper(namespace = "faults", expire = 3600)]
fn user(user_id: u64) -> Small {
    body::blocking(user_id)
}

impl BlockingContender for Dtcache {
    fn new(url: &str) -> Self {
        instance::install(url);
        Self
    }

    fn call(&mut self, id: u64) -> Result<Small, String> {
        Ok(user(id))
    }
}
