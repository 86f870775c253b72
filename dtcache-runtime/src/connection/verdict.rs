//! What a reply says: about the command, and about the connection that it came on.

use redis::RedisResult;

use super::classify::{classified, keeps_connection};
use crate::error::{Error, ErrorKind};

/// The outcome of one command.
pub(super) struct Verdict<T> {
    pub(super) result: Result<T, Error>,
    /// Whether the connection can be used again.
    pub(super) keep: bool,
}

impl<T> Verdict<T> {
    pub(super) fn of<R>(
        operation: &'static str,
        reply: RedisResult<R>,
        read: impl FnOnce(R) -> Result<T, Error>,
    ) -> Self {
        match reply {
            Ok(reply) => {
                let result = read(reply);
                // A reply of another type is the reply to something else: out of step.
                let keep = !matches!(&result, Err(error) if error.kind() == ErrorKind::Protocol);
                Self { result, keep }
            }
            Err(error) => Self {
                result: Err(classified(&error, operation)),
                keep: keeps_connection(&error),
            },
        }
    }

    /// The server is not the one it was, or this user is not: a primary has become a replica, say. The
    /// name may lead to another one by now.
    pub(super) fn is_demoted(&self) -> bool {
        let kind = self.result.as_ref().err().map(Error::kind);
        matches!(kind, Some(ErrorKind::ReadOnly | ErrorKind::Auth))
    }

    /// There was no answer in time.
    pub(super) fn is_late(&self) -> bool {
        matches!(&self.result, Err(error) if error.kind() == ErrorKind::Timeout)
    }

    /// The connection was lost. Where it had been idle, the server may have cut it meanwhile, which
    /// says nothing about the server: then the command goes out once more, on a new connection. A
    /// new one gets no second try, so a server that is away costs nothing more. Every command of
    /// ours may be sent twice.
    pub(super) fn is_closed(&self) -> bool {
        matches!(&self.result, Err(error) if error.kind() == ErrorKind::Closed)
    }
}
