//! Where the entry of a call stands, for those who ask for the entry and not for the call.

use super::builder::CachedCall;
use crate::error::Error;
use crate::instance::RedisInstance;
use crate::policy::Expire;
use crate::scope;

/// The place of an entry, and how long it stands there.
pub(crate) struct Place {
    pub(crate) key: Result<String, Error>,
    /// The scope's, the call's own, or the installed one.
    pub(crate) redis: Option<RedisInstance>,
    pub(crate) expire: Expire,
}

impl<W, C> CachedCall<'_, W, C> {
    pub(crate) fn into_place(mut self) -> Place {
        Place {
            redis: scope::current().into_instance(self.plan.redis.take()),
            expire: self.plan.expire,
            key: self.plan.into_key(),
        }
    }
}
