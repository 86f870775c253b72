//! What is known of a call before it is made.

use crate::error::{Error, ErrorKind};
use crate::event;
use crate::instance::{self, RedisInstance};
use crate::key::KeyBuilder;
use crate::policy::Expire;

use super::outcome::Outcome;
use super::step::Ready;

/// Gathered by the builder, argument by argument.
pub(super) struct Plan<'a> {
    pub(super) namespace: &'a str,
    pub(super) redis: Option<RedisInstance>,
    pub(super) key: KeyBuilder<'a>,
    pub(super) expire: Expire,
    /// Whether one of the conditions holds; `None` where there are none.
    pub(super) gate: Option<bool>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(namespace: &'a str) -> Self {
        Self {
            namespace,
            redis: None,
            key: KeyBuilder::new(namespace),
            expire: Expire::never(),
            gate: None,
        }
    }

    pub(super) fn condition(&mut self, holds: bool) {
        self.gate = Some(holds || self.gate == Some(true));
    }

    /// The call with its key; `None` where the body is to run without the cache, and why is said.
    pub(super) fn ready<O: Outcome>(self) -> Option<Ready<'a>> {
        let namespace = self.namespace;
        let Some(instance) = self.redis.or_else(|| instance::installed().cloned()) else {
            event::not_installed(namespace);
            return None;
        };
        let counters = instance.counters().namespace(namespace);
        if !instance.settings().enabled {
            counters.bypassed.add_one();
            return None;
        }
        let bypassed = |reason| {
            counters.bypassed.add_one();
            event::bypassed(namespace, reason);
            None
        };
        if self.gate == Some(false) {
            return bypassed("no condition of only_for holds");
        }
        let unencodable = |detail: String| {
            let error = Error::new(ErrorKind::Unencodable, "key", detail);
            counters.bypassed.add_one();
            counters.errors.add_one();
            event::failed(namespace, "", &error);
            None
        };
        if let Some(reason) = O::refusal() {
            return unencodable(reason.to_owned());
        }
        match self.key.finish() {
            Err(error) => unencodable(error.to_string()),
            Ok(key) if key.is_empty() => bypassed("the key is empty"),
            Ok(key) => Some(Ready {
                instance,
                namespace,
                key,
                life: self.expire.life(),
                counters,
            }),
        }
    }
}
