//! What a new connection says first: who we are, and which database we mean.

use redis::{Cmd, ErrorKind, RedisConnectionInfo, RedisError, ServerErrorKind};

pub(super) struct Introduction {
    pub(super) auth: Option<Cmd>,
    pub(super) select: Option<Cmd>,
}

impl Introduction {
    pub(super) fn new(settings: &RedisConnectionInfo) -> Self {
        let auth = settings.password().map(|password| {
            let mut command = redis::cmd("AUTH");
            command.arg(settings.username()).arg(password);
            command
        });
        let select = (settings.db() != 0).then(|| {
            let mut command = redis::cmd("SELECT");
            command.arg(settings.db());
            command
        });
        Self { auth, select }
    }

    /// A plain error in answer to `AUTH` says that we are not let in; others have names of their
    /// own.
    pub(super) fn refused(error: RedisError) -> RedisError {
        if error.kind() == ErrorKind::Server(ServerErrorKind::ResponseError) {
            return (ErrorKind::AuthenticationFailed, "the server refused AUTH").into();
        }
        error
    }
}
