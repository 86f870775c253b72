//! A connection that hears what is published.
//!
//! On such a one the server speaks without being asked, so it serves nothing else. redis-rs has one
//! too; it reads whatever comes, of any length, and this one no more than a name and a few bytes.

mod push;

use std::io;

use bytes::BytesMut;
use redis::RedisResult;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::multiplexed::Stream;
use push::Parts;
pub(crate) use push::Push;

pub(crate) struct Subscribed {
    stream: Box<dyn Stream>,
    input: BytesMut,
    parts: Parts,
}

impl Subscribed {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self {
            stream,
            input: BytesMut::new(),
            parts: Parts::default(),
        }
    }

    /// Sends packed commands; what the server says to them comes with [`next`](Self::next). When it
    /// was broken off, the connection is of no use any more.
    pub(crate) async fn say(&mut self, packed: &[u8]) -> io::Result<()> {
        self.stream.write_all(packed).await?;
        self.stream.flush().await
    }

    /// What the server says next; may be broken off, and nothing is lost. After an error the connection
    /// is of no use any more.
    pub(crate) async fn next(&mut self) -> RedisResult<Push> {
        loop {
            if let Some(push) = self.parts.take(&mut self.input)? {
                return Ok(push);
            }
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_read_is_kept_when_the_wait_is_broken_off() {
        let (ours, mut theirs) = tokio::io::duplex(1024);
        let mut connection = Subscribed::new(Box::new(ours));
        let said = b"*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$0\r\n\r\n";
        for cut in 1..said.len() {
            theirs.write_all(&said[..cut]).await.unwrap();
            let wait = std::time::Duration::from_millis(1);
            let broken_off = tokio::time::timeout(wait, connection.next()).await;
            assert!(broken_off.is_err(), "{cut}");
            theirs.write_all(&said[cut..]).await.unwrap();
            match connection.next().await {
                Ok(Push::Message(channel)) => assert_eq!(channel, "a"),
                other => panic!("no message: {other:?}"),
            }
        }
        drop(theirs);
        assert!(connection.next().await.is_err());
    }
}
