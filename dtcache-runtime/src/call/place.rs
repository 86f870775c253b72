//! Where the entry of a call stands, for those who ask for the entry and not for the call.

use super::builder::CachedCall;
use crate::error::{Error, ErrorKind};
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

const DISOWNED: &str = "another type with this method has the keys, and no part of them tells the \
                        two apart; write key(Self = …) with what stands for the type, or skip = [Self]";

impl<W, C> CachedCall<'_, W, C> {
    /// Where entries of type `stored` stand.
    pub(crate) fn into_place(mut self, stored: &'static str) -> Place {
        let redis = scope::current().into_instance(self.plan.redis.take());
        let disowns = |redis: &RedisInstance| self.plan.is_disowned(redis, stored);
        let is_disowned = redis.as_ref().is_some_and(disowns);
        Place {
            expire: self.plan.expire,
            key: if is_disowned {
                Err(Error::new(ErrorKind::Unencodable, "key", DISOWNED))
            } else {
                self.plan.into_key()
            },
            redis,
        }
    }
}
