//! From redis-rs' errors to the classes of [`ErrorKind`].

use std::borrow::Cow;
use std::error::Error as _;
use std::io;
use std::sync::Arc;

use redis::{ErrorKind as Cause, RedisError, ServerErrorKind};

use crate::error::{Error, ErrorKind};

/// The error in the field's words. A server's free text is left out on purpose: some servers
/// echo the arguments of a command they do not know, `AUTH` included.
pub(crate) fn classified(error: &RedisError, operation: &'static str) -> Error {
    let kind = kind(error);
    let detail: Cow<'static, str> = match (kind, io_error(error)) {
        (ErrorKind::Timeout, _) => "no answer in time".into(),
        (ErrorKind::Config, _) => "redis-rs refused the connection settings".into(),
        (_, Some(io)) => format!("connection error: {io}").into(),
        (ErrorKind::Tls, None) => "the TLS handshake failed".into(),
        (ErrorKind::Closed, None) => "the connection was lost".into(),
        _ => match error.code() {
            Some(code) => format!("the server answered {}", plain(code)).into(),
            None => "the server's answer makes no sense here".into(),
        },
    };
    let classified = Error::new(kind, operation, detail);
    // A script that keeps the server busy, or more clients than it takes.
    if kind == ErrorKind::Busy {
        return classified.for_everybody();
    }
    classified
}

/// Whether the server has as many clients as it takes. It says so to a connection that is new, whatever
/// that asks, and ends it.
fn has_no_place(error: &RedisError) -> bool {
    let said = error.detail();
    is_reply(error) && said.is_some_and(|said| said.contains("max number of clients"))
}

/// Whether a connection that gave this error is used again: after an error reply that is about
/// the command just sent. Any other may be the reply to something else, or come from a server that
/// the name does not lead to any more (a demoted primary, say).
pub(crate) fn keeps_connection(error: &RedisError) -> bool {
    is_reply(error)
        && !has_no_place(error)
        && matches!(
            kind(error),
            ErrorKind::TypeMismatch | ErrorKind::OutOfMemory | ErrorKind::Busy
        )
}

/// Whether the error is what the server answered, after which the next reply is that to the next
/// command.
pub(crate) fn is_reply(error: &RedisError) -> bool {
    matches!(error.kind(), Cause::Server(_) | Cause::Extension)
}

fn kind(error: &RedisError) -> ErrorKind {
    if error.is_timeout() {
        return ErrorKind::Timeout;
    }
    match error.kind() {
        Cause::Server(ServerErrorKind::BusyLoading | ServerErrorKind::MasterDown) => {
            ErrorKind::Loading
        }
        Cause::Server(ServerErrorKind::ReadOnly) => ErrorKind::ReadOnly,
        Cause::Server(ServerErrorKind::NoPerm) | Cause::AuthenticationFailed => auth(error),
        Cause::Server(_) | Cause::Extension => reply(error),
        Cause::Io => io_kind(error),
        Cause::InvalidClientConfig => ErrorKind::Config,
        Cause::Parse if error.is_connection_dropped() => ErrorKind::Closed,
        _ => ErrorKind::Protocol,
    }
}

/// redis-rs folds any error of the opening `AUTH` into one kind; the server's word is in it.
fn auth(error: &RedisError) -> ErrorKind {
    let said = error.detail().unwrap_or_default();
    if said.contains("LOADING") || said.contains("MASTERDOWN") {
        ErrorKind::Loading
    } else {
        ErrorKind::Auth
    }
}

fn reply(error: &RedisError) -> ErrorKind {
    match error.code().unwrap_or_default() {
        "OOM" => ErrorKind::OutOfMemory,
        "NOAUTH" | "WRONGPASS" => ErrorKind::Auth,
        "WRONGTYPE" => ErrorKind::TypeMismatch,
        "BUSY" => ErrorKind::Busy,
        "MISCONF" => ErrorKind::ReadOnly,
        _ if has_no_place(error) => ErrorKind::Busy,
        _ => ErrorKind::Server,
    }
}

fn io_kind(error: &RedisError) -> ErrorKind {
    let Some(io) = io_error(error) else {
        // Not an io::Error although redis-rs files it there: rustls, or its certificates.
        return if error.source().is_some() {
            ErrorKind::Tls
        } else {
            ErrorKind::Closed
        };
    };
    match io.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => ErrorKind::Timeout,
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::NotConnected => ErrorKind::Closed,
        // rustls reports a failed handshake through io as InvalidData.
        io::ErrorKind::InvalidData => ErrorKind::Tls,
        _ => ErrorKind::Refused,
    }
}

/// redis-rs keeps the cause behind an `Arc`, and hands out the `Arc` as the source.
fn io_error(error: &RedisError) -> Option<&io::Error> {
    let source = error.source()?;
    match source.downcast_ref::<Arc<dyn std::error::Error + Send + Sync>>() {
        Some(shared) => shared.downcast_ref(),
        None => source.downcast_ref(),
    }
}

/// An error code is one upper-case word; anything else is a server making things up.
fn plain(code: &str) -> &str {
    let is_word = code.len() <= 32 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_word { code } else { "an error" }
}
