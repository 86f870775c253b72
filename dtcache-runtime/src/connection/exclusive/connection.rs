//! One connection for one thread at a time.

use std::io::{self, Read as _, Write as _};
use std::time::{Duration, Instant};

use bytes::BytesMut;
use redis::{Cmd, RedisResult};

use super::stream::Stream;
use crate::connection::reply::{self, Reply};

/// How much is read at a time, at most.
const READ: usize = 16 * 1024;
/// A buffer of more bytes than this is given back when it is empty.
const KEPT: usize = 64 * 1024;

pub(in crate::connection) struct Exclusive {
    stream: Box<dyn Stream>,
    command: Vec<u8>,
    chunk: Box<[u8]>,
    input: BytesMut,
    max_reply: usize,
    /// What each read and write may take, and a reply as a whole once a part of it has come.
    timeout: Duration,
}

impl Exclusive {
    pub(in crate::connection) fn new(
        stream: Box<dyn Stream>,
        timeout: Duration,
        max_reply: usize,
    ) -> io::Result<Self> {
        stream.set_timeout(timeout)?;
        Ok(Self {
            stream,
            command: Vec::new(),
            chunk: vec![0; READ].into(),
            input: BytesMut::new(),
            max_reply,
            timeout,
        })
    }

    pub(in crate::connection) fn set_timeout(&mut self, timeout: Duration) -> io::Result<()> {
        self.timeout = timeout;
        self.stream.set_timeout(timeout)
    }

    /// Sends the command and waits for its reply. After an error that is not the server's the
    /// connection is of no use any more.
    pub(in crate::connection) fn ask(&mut self, command: &Cmd) -> RedisResult<Reply> {
        self.command.clear();
        command.write_packed_command(&mut self.command);
        self.stream.write_all(&self.command)?;
        self.stream.flush()?;
        self.command.shrink_to(KEPT);
        self.reply()
    }

    /// Sends packed commands; [`reply`](Self::reply) waits for that to the next one of them.
    pub(super) fn send(&mut self, packed: &[u8]) -> io::Result<()> {
        self.stream.write_all(packed)?;
        self.stream.flush()
    }

    pub(super) fn reply(&mut self) -> RedisResult<Reply> {
        let mut deadline = None;
        loop {
            if let Some(reply) = reply::take(&mut self.input, self.max_reply)? {
                if self.input.is_empty() && self.input.capacity() > KEPT {
                    self.input = BytesMut::new();
                }
                return reply;
            }
            // A server that sends drop by drop keeps each read short and never ends.
            if !self.input.is_empty() {
                let now = Instant::now();
                if now >= *deadline.get_or_insert(now + self.timeout) {
                    return Err(io::Error::from(io::ErrorKind::TimedOut).into());
                }
            }
            self.read()?;
        }
    }

    fn read(&mut self) -> io::Result<()> {
        let count = match self.stream.read(&mut self.chunk) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            count => count?,
        };
        let came = self.chunk.get(..count).unwrap_or_default();
        self.input.extend_from_slice(came);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    use super::*;
    use crate::connection::classify::classified;
    use crate::error::ErrorKind;

    #[test]
    fn a_reply_that_comes_in_drops_has_an_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        let server = thread::spawn(move || {
            server.write_all(b"$1000\r\n").unwrap();
            // Until the other side has had enough.
            while server.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(10));
            }
        });
        let timeout = Duration::from_millis(200);
        let mut connection = Exclusive::new(Box::new(stream), timeout, 1000).unwrap();
        let begun = Instant::now();
        let error = connection.ask(&redis::cmd("PING")).unwrap_err();
        assert_eq!(classified(&error, "get").kind(), ErrorKind::Timeout);
        assert!(begun.elapsed() < 3 * timeout, "{:?}", begun.elapsed());
        drop(connection);
        server.join().unwrap();
    }
}
