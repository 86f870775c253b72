//! What operators see: one `tracing` event each, target `dtcache`, never a value, an argument or
//! a password. A key is a namespace and hashes, or what the user wrote.

use std::sync::atomic::{AtomicBool, Ordering};

use tracing::dispatcher::{self, Dispatch};

use crate::error::Error;
use crate::owner::Owner;

const TARGET: &str = "dtcache";

/// Whoever listens to this thread, for what another thread will say on its behalf.
pub(crate) fn listener() -> Dispatch {
    dispatcher::get_default(Dispatch::clone)
}

/// Says it to `listener`.
pub(crate) fn to(listener: &Dispatch, say: impl FnOnce()) {
    dispatcher::with_default(listener, say);
}

/// A look-up gave a value.
pub(crate) fn hit(namespace: &str, key: &str) {
    tracing::debug!(target: TARGET, operation = "get", namespace, key, "hit");
}

/// A look-up gave none.
pub(crate) fn miss(namespace: &str, key: &str) {
    tracing::debug!(target: TARGET, operation = "get", namespace, key, "miss");
}

/// A result was stored.
pub(crate) fn stored(namespace: &str, key: &str, bytes: usize) {
    tracing::debug!(target: TARGET, operation = "set", namespace, key, bytes, "stored");
}

/// The body runs with no cache traffic at all, as asked for.
pub(crate) fn bypassed(namespace: &str, reason: &'static str) {
    tracing::debug!(target: TARGET, operation = "call", namespace, reason, "bypassed");
}

/// The cache could not serve; the caller has the body's result.
pub(crate) fn failed(namespace: &str, key: &str, error: &Error) {
    tracing::warn!(
        target: TARGET,
        operation = error.operation(),
        namespace,
        key,
        class = error.kind().as_str(),
        error = %error,
        "the cache could not serve"
    );
}

/// Two functions of one namespace store results of different types: said once a namespace.
pub(crate) fn different_types(namespace: &str, owner: &Owner, other: &Owner) {
    tracing::warn!(
        target: TARGET,
        operation = "call",
        namespace,
        function = owner.function(),
        "type" = owner.stored,
        other = other.function(),
        other_type = other.stored,
        "two functions share a namespace and their results have different types"
    );
}

/// Two instantiations of a method want one key: said once a namespace.
pub(crate) fn shared_key(namespace: &str, owner: &Owner, first: &Owner) {
    tracing::warn!(
        target: TARGET,
        operation = "call",
        namespace,
        function = owner.function(),
        other = first.function(),
        "a method of two types has one key for both, so only the first is cached; write \
         key(Self = …) with what tells the types apart, or skip = [Self]"
    );
}

/// Cached functions run, but no instance was installed: said once a process.
pub(crate) fn not_installed(namespace: &str) {
    static SAID: AtomicBool = AtomicBool::new(false);
    if SAID.swap(true, Ordering::Relaxed) {
        return;
    }
    tracing::warn!(
        target: TARGET,
        operation = "call",
        namespace,
        "no RedisInstance is installed, so nothing is cached; call RedisInstance::install at start-up"
    );
}
