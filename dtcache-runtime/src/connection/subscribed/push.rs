//! What a server says on a connection that hears what is published.

use bytes::{Buf as _, Bytes, BytesMut};
use redis::RedisError;

use crate::connection::reply::{self, LINE_END, Nonsense, Reply};

/// The longest name of a channel, and the longest message. Ours are empty; nobody else has a reason to
/// publish on a channel of ours.
const MAX_PART: usize = 16 * 1024;

/// Something that the server said.
#[derive(Debug)]
pub(crate) enum Push {
    /// From now on what is published on this channel is heard.
    Subscribed(Bytes),
    /// Something was published on this channel.
    Message(Bytes),
    /// It does not do what it was asked for.
    Refused(RedisError),
    /// An answer that says nothing: that a channel is not heard any more, or a sign of life.
    Other,
}

/// What has come of something that is not whole yet.
#[derive(Default)]
pub(super) struct Parts {
    missing: usize,
    parts: Vec<Reply>,
}

impl Parts {
    /// Takes the first whole thing out of what has been read; `None` where there is none yet.
    pub(super) fn take(&mut self, input: &mut BytesMut) -> Result<Option<Push>, Nonsense> {
        if self.missing == 0 {
            if input.first() != Some(&b'*') {
                let reply = reply::take(input, MAX_PART)?;
                return Ok(reply.map(|reply| reply.map_or_else(Push::Refused, |_| Push::Other)));
            }
            match count(input)? {
                None => return Ok(None),
                // A sign of life has two parts, all else three.
                Some(count @ 2..=3) => self.missing = count,
                Some(_) => return Err(Nonsense),
            }
        }
        while self.missing > 0 {
            let Some(part) = reply::take(input, MAX_PART)? else {
                return Ok(None);
            };
            self.parts.push(part.map_err(|_| Nonsense)?);
            self.missing -= 1;
        }
        Ok(Some(Push::of(self.parts.drain(..))))
    }
}

/// Takes the first line of an array; how many parts it has.
fn count(input: &mut BytesMut) -> Result<Option<usize>, Nonsense> {
    let Some(end) = reply::line_end(input)? else {
        return Ok(None);
    };
    let Some((b'*', text)) = input.get(..end).and_then(<[u8]>::split_first) else {
        return Err(Nonsense);
    };
    let count = usize::try_from(reply::number(text)?).map_err(|_| Nonsense)?;
    input.advance(end + LINE_END.len());
    Ok(Some(count))
}

impl Push {
    fn of(mut parts: impl Iterator<Item = Reply>) -> Self {
        match (parts.next(), parts.next()) {
            (Some(Reply::Bytes(kind)), Some(Reply::Bytes(channel))) => match &*kind {
                b"subscribe" => Self::Subscribed(channel),
                b"message" => Self::Message(channel),
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(bytes: &[u8]) -> Result<Option<Push>, Nonsense> {
        Parts::default().take(&mut BytesMut::from(bytes))
    }

    #[test]
    fn what_is_said_is_told_apart() {
        let said: [(&[u8], &str); 7] = [
            (
                b"*3\r\n$9\r\nsubscribe\r\n$3\r\na\r\n\r\n:1\r\n",
                "Subscribed(b\"a\\r\\n\")",
            ),
            (
                b"*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\n\r\n\r\n",
                "Message(b\"a\")",
            ),
            (b"*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n", "Other"),
            (b"*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n", "Other"),
            (b"*2\r\n$4\r\npong\r\n$0\r\n\r\n", "Other"),
            (b"+PONG\r\n", "Other"),
            (b"-NOPERM no\r\n", "Refused"),
        ];
        for (bytes, expected) in said {
            let push = taken(bytes).unwrap().expect("it is whole");
            assert!(format!("{push:?}").starts_with(expected), "{push:?}");
            for cut in 0..bytes.len() {
                assert!(taken(&bytes[..cut]).unwrap().is_none());
            }
        }
    }

    #[test]
    fn what_comes_in_pieces_is_put_together() {
        let said = b"*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$0\r\n\r\n".repeat(2);
        let (mut parts, mut input) = (Parts::default(), BytesMut::new());
        let mut count = 0;
        for byte in said {
            input.extend_from_slice(&[byte]);
            while let Some(push) = parts.take(&mut input).unwrap() {
                assert!(matches!(&push, Push::Message(channel) if channel == "a"));
                count += 1;
            }
        }
        assert_eq!((count, input.len()), (2, 0));
    }

    #[test]
    fn what_is_too_much_is_nonsense() {
        for bytes in [
            &b"*1\r\n"[..],
            b"*4\r\n",
            b"*-1\r\n",
            b"*x\r\n",
            b"*3\r\n*3\r\n",
            b"*3\r\n-ERR no\r\n",
            b"*3\r\n$16385\r\n",
            b"hello\r\n",
        ] {
            assert!(taken(bytes).is_err(), "{bytes:?}");
        }
    }
}
