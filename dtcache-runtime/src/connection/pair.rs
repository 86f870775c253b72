//! Two commands in one trip, of which the first is one that the user may not be allowed to give.

use redis::RedisResult;

use super::reply::Reply;

/// The replies to both; none to the first where the user may not give it.
pub(crate) type Replies = (Option<Reply>, Reply);

/// What both came to, once either reply was read: a connection on which one is still to come is out of
/// step. A first command that was forbidden is as good as not given; any other mistake is one of both.
pub(super) fn both(ahead: RedisResult<Reply>, reply: RedisResult<Reply>) -> RedisResult<Replies> {
    let ahead = match ahead {
        Err(error) if error.code() == Some("NOPERM") => None,
        ahead => Some(ahead?),
    };
    Ok((ahead, reply?))
}

#[cfg(test)]
mod tests {
    use redis::{RedisError, ServerErrorKind};

    use super::*;

    fn said(kind: ServerErrorKind) -> RedisError {
        (redis::ErrorKind::Server(kind), "said").into()
    }

    #[test]
    fn a_first_command_that_is_forbidden_fails_nothing() {
        let forbidden = || Err(said(ServerErrorKind::NoPerm));
        let replies = both(forbidden(), Ok(Reply::Number(1)));
        assert_eq!(replies.unwrap(), (None, Reply::Number(1)));
        assert!(both(forbidden(), forbidden()).is_err());
        assert!(both(Ok(Reply::Number(1)), forbidden()).is_err());
    }

    #[test]
    fn anything_else_is_a_mistake_of_both() {
        let read_only = Err(said(ServerErrorKind::ReadOnly));
        assert!(both(read_only, Ok(Reply::Number(1))).is_err());
        let replies = both(Ok(Reply::Number(0)), Ok(Reply::Number(1)));
        assert_eq!(replies.unwrap(), (Some(Reply::Number(0)), Reply::Number(1)));
    }
}
