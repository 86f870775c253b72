//! What is known of a call before it is made.

use std::any::type_name;
use std::borrow::Cow;
use std::panic::Location;
use std::time::Duration;

use crate::codec::Codec;
use crate::error::{Error, ErrorKind};
use crate::event;
use crate::instance::RedisInstance;
use crate::key::KeyBuilder;
use crate::owner::{Conflict, Owner};
use crate::policy::Policy;
use crate::scope::{self, Mode, Scope};
use crate::stats::NamespaceCounters;

use super::outcome::Outcome;
use super::step::Ready;
use super::write::Write;

/// Gathered by the builder, argument by argument.
pub(super) struct Plan<'a> {
    pub(super) namespace: &'a str,
    pub(super) redis: Option<RedisInstance>,
    pub(super) key: KeyBuilder<'a>,
    pub(super) policy: Policy,
    pub(super) write: Write,
    /// In place of the instance's.
    pub(super) codec: Option<Codec>,
    /// In place of the instance's.
    pub(super) budget: Option<Duration>,
    /// Whether one of the conditions holds; `None` where there are none.
    pub(super) gate: Option<bool>,
    /// The name of the type of the body.
    pub(super) body: &'static str,
    /// Whether nothing says what tells the instantiations of a method apart.
    pub(super) is_in_doubt: bool,
    location: &'static Location<'static>,
    key_use: KeyUse,
    /// The scope that the arguments came in.
    scope: Option<Scope>,
}

/// Whether arguments are hashed as they come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyUse {
    /// The key may be asked for alone.
    Always,
    /// Only a call can follow: instance and conditions are known before the first argument, and
    /// where they rule the cache out nobody looks at the arguments.
    CallOnly,
    /// The same, and the cache is not ruled out.
    Wanted,
    /// The same, and it is.
    Unwanted,
}

impl<'a> Plan<'a> {
    pub(super) fn new(namespace: &'a str, location: &'static Location<'static>) -> Self {
        Self {
            namespace,
            redis: None,
            key: KeyBuilder::new(namespace),
            policy: Policy::default(),
            write: Write::Wait,
            codec: None,
            budget: None,
            gate: None,
            body: "",
            is_in_doubt: false,
            location,
            key_use: KeyUse::Always,
            scope: None,
        }
    }

    /// A plan that a call follows, and whose arguments come last: the attribute's.
    pub(super) fn for_call(namespace: &'a str, location: &'static Location<'static>) -> Self {
        Self {
            key_use: KeyUse::CallOnly,
            is_in_doubt: true,
            ..Self::new(namespace, location)
        }
    }

    /// The key to add an argument to; `None` where it is not going to be used.
    pub(super) fn wanted_key(&mut self) -> Option<&mut KeyBuilder<'a>> {
        if self.key_use == KeyUse::CallOnly {
            let open = self.gate != Some(false);
            self.key_use = if open && self.is_served() {
                KeyUse::Wanted
            } else {
                KeyUse::Unwanted
            };
        }
        (self.key_use != KeyUse::Unwanted).then_some(&mut self.key)
    }

    pub(super) fn condition(&mut self, holds: bool) {
        self.gate = Some(holds || self.gate == Some(true));
    }

    fn is_served(&mut self) -> bool {
        let scope = self.scope.insert(scope::current());
        let bypasses = scope.mode() == Some(Mode::Bypass);
        let instance = scope.instance(self.redis.as_ref());
        !bypasses && instance.is_some_and(|instance| instance.settings().enabled)
    }

    /// The call with its key, for a body that runs where the arguments came; `None` where it is to
    /// run without the cache, and why is said.
    pub(super) fn ready<O: Outcome>(mut self) -> Option<Ready<'a>> {
        let scope = self.scope.take().unwrap_or_else(scope::current);
        self.ready_in::<O>(scope)
    }

    /// The same for a future, which may be polled in another scope than the one it was made in.
    pub(super) fn ready_later<O: Outcome>(self) -> Option<Ready<'a>> {
        self.ready_in::<O>(scope::current())
    }

    /// Who calls, storing a `stored`.
    pub(super) fn owner(&self, stored: &'static str) -> Owner {
        Owner {
            version: self.key.version(),
            location: self.location,
            body: self.body,
            stored,
            is_in_doubt: self.is_in_doubt,
        }
    }

    /// The key, where nothing but the key matters.
    pub(super) fn into_key(self) -> Result<String, Error> {
        let unencodable = |detail| Err(Error::new(ErrorKind::Unencodable, "key", detail));
        if self.key_use == KeyUse::Unwanted {
            return unencodable("the arguments came where a call was to follow".to_owned());
        }
        self.key
            .finish()
            .or_else(|error| unencodable(error.to_string()))
    }

    fn ready_in<O: Outcome>(mut self, scope: Scope) -> Option<Ready<'a>> {
        let namespace = self.namespace;
        let mode = scope.mode();
        let Some(instance) = scope.into_instance(self.redis.take()) else {
            if mode == Some(Mode::Bypass) {
                event::bypassed(namespace, BYPASSING);
            } else {
                event::not_installed(namespace);
            }
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
        if mode == Some(Mode::Bypass) {
            return bypassed(BYPASSING);
        }
        if self.gate == Some(false) {
            return bypassed("no condition of only_for holds");
        }
        if self.key_use == KeyUse::Unwanted {
            // Ruled out when the arguments came, and not any more: another thread has installed an
            // instance since. A key without its arguments would be another call's.
            return bypassed("the cache came too late for this call");
        }
        let unencodable = |detail: String| {
            let error = Error::new(ErrorKind::Unencodable, "key", detail);
            counters.bypassed.add_one();
            counters.failed(namespace, "", &error, false);
            None
        };
        if let Some(reason) = O::refusal() {
            return unencodable(reason.to_owned());
        }
        let owner = self.owner(type_name::<O::Stored>());
        match self.key.finish() {
            Err(error) => unencodable(error.to_string()),
            Ok(key) if key.is_empty() => bypassed("the key is empty"),
            Ok(key) => {
                if let Some(reason) = disowned(&counters, namespace, &owner, &key) {
                    return bypassed(reason);
                }
                let budget = self.budget.unwrap_or(instance.settings().budget);
                if budget.is_zero() {
                    return bypassed("its budget is zero");
                }
                let is_admitted = instance.store().admits();
                if !is_admitted {
                    counters.skipped.add_one();
                    event::skipped(namespace);
                } else if mode == Some(Mode::Refresh) {
                    counters.bypassed.add_one();
                    event::bypassed(namespace, "a scope refreshes the cache");
                }
                Some(Ready {
                    budget,
                    instance,
                    namespace: Cow::Borrowed(namespace),
                    key,
                    policy: self.policy,
                    is_admitted,
                    write: self.write,
                    codec: self.codec,
                    counters,
                    mode,
                })
            }
        }
    }
}

const BYPASSING: &str = "a scope bypasses the cache";

/// Whether another instantiation of the same method uses `key` in `instance`.
pub(super) fn is_disowned(
    instance: &RedisInstance,
    namespace: &str,
    owner: &Owner,
    key: &str,
) -> bool {
    // First, so that a handle alone gives its namespace no counters.
    let Some(claimant) = owner.claimant() else {
        return false;
    };
    let counters = instance.counters().namespace(namespace);
    counters.owners.have_given_away(claimant, key)
}

/// Why this caller is not served in its namespace, if so. What is to be said about it is said.
fn disowned(
    counters: &NamespaceCounters,
    namespace: &str,
    owner: &Owner,
    key: &str,
) -> Option<&'static str> {
    match counters.owners.conflict(owner, key)? {
        Conflict::Types(other) => {
            if let Some(other) = other {
                event::different_types(namespace, owner, other);
            }
            None
        }
        Conflict::Key(first) => {
            if let Some(first) = first {
                event::shared_key(namespace, owner, first);
            }
            Some("the method of another type has this key")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::call::attribute;
    use crate::call::outcome::Plain;
    use crate::{RedisConfig, RedisInstance};

    #[test]
    fn a_key_that_lacks_its_arguments_is_never_used() {
        let config = RedisConfig::new().url("memory://");
        let redis = RedisInstance::new(config).expect("good settings");
        for argument in [1, 2] {
            let call = attribute("n").redis(&redis).only_for(false);
            let late = call.arg("argument", &argument).only_for(true);
            assert_eq!(late.run(Plain::<u32>::new(), || argument), argument);
        }
        assert_eq!(redis.stats().total().bypassed, 2);
    }
}
