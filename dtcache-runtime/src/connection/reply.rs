//! The replies that the commands of the cache path have: bytes, a status, a number, an error.

use bytes::{Buf as _, Bytes, BytesMut};
use redis::{ErrorKind, RedisError, RedisResult, Value, parse_redis_value};

/// A reply, in either world.
#[derive(Debug, PartialEq)]
pub(crate) enum Reply {
    Bytes(Bytes),
    Status,
    Number(i64),
    /// Something that no command of ours asks for.
    Other,
}

impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        match value {
            Value::BulkString(bytes) => Self::Bytes(bytes.into()),
            Value::Okay | Value::SimpleString(_) => Self::Status,
            Value::Int(number) => Self::Number(number),
            _ => Self::Other,
        }
    }
}

/// Bytes that are no reply, or a longer one than was asked for. Nothing that comes after can be
/// told apart.
#[derive(Debug, PartialEq)]
pub(super) struct Nonsense;

impl From<Nonsense> for RedisError {
    fn from(_: Nonsense) -> Self {
        (ErrorKind::UnexpectedReturnType, "not a reply").into()
    }
}

/// The longest first line of a reply: what an error says.
const MAX_LINE: usize = 16 * 1024;
pub(super) const LINE_END: &[u8; 2] = b"\r\n";

/// Takes the first reply out of what has been read; `None` where it is not whole yet.
///
/// Errors of the server are replies like others. `max_bytes` is what a reply of bytes may have.
pub(super) fn take(
    input: &mut BytesMut,
    max_bytes: usize,
) -> Result<Option<RedisResult<Reply>>, Nonsense> {
    let Some(end) = line_end(input)? else {
        return Ok(None);
    };
    let Some((kind, text)) = input.get(..end).and_then(<[u8]>::split_first) else {
        return Err(Nonsense);
    };
    let behind = end + LINE_END.len();
    let reply = match kind {
        b'$' => return bytes(input, number(text)?, behind, max_bytes),
        b'+' => Ok(Reply::Status),
        b':' => Ok(Reply::Number(number(text)?)),
        // redis-rs tells the classes of errors apart.
        b'-' => parse_redis_value(input.get(..behind).unwrap_or_default())
            .and_then(Value::extract_error)
            .map(Reply::from),
        _ => return Err(Nonsense),
    };
    input.advance(behind);
    Ok(Some(reply))
}

fn bytes(
    input: &mut BytesMut,
    length: i64,
    start: usize,
    max_bytes: usize,
) -> Result<Option<RedisResult<Reply>>, Nonsense> {
    if length == -1 {
        input.advance(start);
        return Ok(Some(Ok(Reply::Other)));
    }
    let length = usize::try_from(length).map_err(|_| Nonsense)?;
    if length > max_bytes {
        return Err(Nonsense);
    }
    let end = start + length;
    match input.get(end..end + LINE_END.len()) {
        None => Ok(None),
        Some(after) if after == LINE_END => {
            input.advance(start);
            let bytes = input.split_to(length).freeze();
            input.advance(LINE_END.len());
            Ok(Some(Ok(Reply::Bytes(bytes))))
        }
        Some(_) => Err(Nonsense),
    }
}

/// Where the first line ends.
pub(super) fn line_end(input: &[u8]) -> Result<Option<usize>, Nonsense> {
    let searched = input.get(..MAX_LINE).unwrap_or(input);
    match searched.iter().position(|byte| *byte == b'\r') {
        Some(end) => match input.get(end + 1) {
            None => Ok(None),
            Some(b'\n') => Ok(Some(end)),
            Some(_) => Err(Nonsense),
        },
        None if searched.len() == MAX_LINE => Err(Nonsense),
        None => Ok(None),
    }
}

pub(super) fn number(text: &[u8]) -> Result<i64, Nonsense> {
    let text = std::str::from_utf8(text).map_err(|_| Nonsense)?;
    text.parse().map_err(|_| Nonsense)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(bytes: &[u8]) -> Result<Option<RedisResult<Reply>>, Nonsense> {
        take(&mut BytesMut::from(bytes), 10)
    }

    fn reply(bytes: &[u8]) -> Reply {
        match taken(bytes) {
            Ok(Some(Ok(reply))) => reply,
            other => panic!("no reply: {other:?}"),
        }
    }

    #[test]
    fn every_kind_is_read() {
        assert_eq!(reply(b"$3\r\na\r\n\r\n"), Reply::Bytes("a\r\n".into()));
        assert_eq!(reply(b"$0\r\n\r\n"), Reply::Bytes(Bytes::new()));
        assert_eq!(reply(b"$-1\r\n"), Reply::Other);
        assert_eq!(reply(b"+OK\r\n"), Reply::Status);
        assert_eq!(reply(b":-2\r\n"), Reply::Number(-2));
        match taken(b"-WRONGTYPE Operation against a key\r\n") {
            Ok(Some(Err(error))) => assert_eq!(error.code(), Some("WRONGTYPE")),
            other => panic!("no error: {other:?}"),
        }
    }

    #[test]
    fn replies_are_taken_one_by_one_once_they_are_whole() {
        let whole = b"$2\r\nab\r\n:7\r\n-ERR no\r\n";
        for cut in 0..=whole.len() {
            let mut input = BytesMut::from(&whole[..cut]);
            let mut seen = 0;
            while let Ok(Some(_)) = take(&mut input, 10) {
                seen += 1;
            }
            let ends = [8, 12, whole.len()];
            assert_eq!(
                seen,
                ends.iter().filter(|end| **end <= cut).count(),
                "{cut}"
            );
            input.extend_from_slice(&whole[cut..]);
            while let Ok(Some(_)) = take(&mut input, 10) {
                seen += 1;
            }
            assert_eq!((seen, input.len()), (3, 0));
        }
    }

    #[test]
    fn what_was_not_asked_for_is_nonsense() {
        for bytes in [
            &b"$11\r\n"[..],
            b"$-2\r\n",
            b"$x\r\n",
            b"$1\r\nabc",
            b"*2\r\n",
            b"\r\n",
            b"+O\rK",
            b":1.5\r\n",
            b"hello\r\n",
            &[b'+'; MAX_LINE],
        ] {
            assert!(taken(bytes).is_err_and(|error| error == Nonsense));
        }
        assert!(matches!(taken(&[b'+'; MAX_LINE - 1]), Ok(None)));
    }
}
