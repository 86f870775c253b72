//! What operators see: one `tracing` event each, target `dtcache`, never a value, an argument or
//! a password. A key is a namespace and hashes, or what the user wrote.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tracing::dispatcher::{self, Dispatch};

use crate::error::{Error, ErrorKind};
use crate::owner::Owner;
use crate::stats::Aloud;

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

/// A call got the result of another one's body.
pub(crate) fn joined(namespace: &str, key: &str) {
    tracing::debug!(target: TARGET, operation = "call", namespace, key, "joined");
}

/// A call got a value whose time was over.
pub(crate) fn stale(namespace: &str, key: &str) {
    tracing::debug!(target: TARGET, operation = "get", namespace, key, "stale");
}

/// A result was not stored, because its key was invalidated while it was computed.
pub(crate) fn invalidated(namespace: &str, key: &str) {
    tracing::debug!(target: TARGET, operation = "set", namespace, key, "invalidated");
}

/// The body runs with no cache traffic at all, as asked for.
pub(crate) fn bypassed(namespace: &str, reason: &'static str) {
    tracing::debug!(target: TARGET, operation = "call", namespace, reason, "bypassed");
}

/// The cache could not serve; the caller has the body's result.
///
/// Aloud it is a warning, which tells how many of its class have been said as debug events only since
/// the last one.
pub(crate) fn failed(namespace: &str, key: &str, error: &Error, aloud: Option<Aloud>) {
    let (operation, class) = (error.operation(), error.kind().as_str());
    if let Some(Aloud { unsaid }) = aloud {
        tracing::warn!(
            target: TARGET, operation, namespace, key, class, error = %error, unsaid,
            "the cache could not serve"
        );
    } else {
        tracing::debug!(
            target: TARGET, operation, namespace, key, class, error = %error,
            "the cache could not serve"
        );
    }
}

/// The body runs at once: the server is known to be away.
pub(crate) fn skipped(namespace: &str) {
    tracing::debug!(target: TARGET, operation = "call", namespace, "skipped");
}

/// The server is away; from here on calls do not ask it.
pub(crate) fn outage_began(error: &Error) {
    tracing::warn!(
        target: TARGET, operation = error.operation(), class = error.kind().as_str(), error = %error,
        "the cache is out of use: bodies run until the server answers again"
    );
}

/// And it is there again.
pub(crate) fn outage_ended(address: &str, cause: ErrorKind, lasted: Duration, skipped: u64) {
    tracing::warn!(
        target: TARGET, operation = "call", class = cause.as_str(), address,
        seconds = lasted.as_secs_f64(), skipped,
        "the cache is in use again"
    );
}

/// A probe had no answer.
pub(crate) fn probe_failed(error: &Error) {
    tracing::debug!(
        target: TARGET, operation = "probe", class = error.kind().as_str(), error = %error,
        "the server is still away"
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
