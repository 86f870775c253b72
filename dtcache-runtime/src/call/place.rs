//! Where the entry of a call stands, for those who ask for the entry and not for the call.

use super::builder::CachedCall;
use super::plan::is_disowned;
use crate::codec::Codec;
use crate::error::{Error, ErrorKind};
use crate::instance::RedisInstance;
use crate::policy::Policy;
use crate::scope;

/// The place of an entry, and how long it stands there.
pub(crate) struct Place {
    pub(crate) key: Result<String, Error>,
    /// The scope's, the call's own, or the installed one.
    pub(crate) redis: Option<RedisInstance>,
    pub(crate) policy: Policy,
    /// The call's own.
    pub(crate) codec: Option<Codec>,
}

const DISOWNED: &str = "the method of another type has this key; write key(Self = …) with what \
                        tells the types apart, or skip = [Self]";

impl<W, C> CachedCall<'_, W, C> {
    /// Where entries of type `stored` stand.
    pub(crate) fn into_place(mut self, stored: &'static str) -> Place {
        let redis = scope::current().into_instance(self.plan.redis.take());
        let (policy, codec) = (self.plan.policy, self.plan.codec);
        let (namespace, owner) = (self.plan.namespace, self.plan.owner(stored));
        let key = self.plan.into_key().and_then(|key| {
            let is_disowned = |redis| is_disowned(redis, namespace, &owner, &key);
            if redis.as_ref().is_some_and(is_disowned) {
                return Err(Error::new(ErrorKind::Unencodable, "key", DISOWNED));
            }
            Ok(key)
        });
        Place {
            key,
            redis,
            policy,
            codec,
        }
    }
}
