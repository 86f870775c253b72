//! One connection for one thread at a time.

use std::io::{self, Read as _, Write as _};
use std::time::Duration;

use bytes::BytesMut;
use redis::{Cmd, RedisResult};

use super::stream::Stream;
use crate::connection::classify::is_reply;
use crate::connection::command::Pack;
use crate::connection::pair::{Replies, both};
use crate::connection::reply::{self, Reply};
use crate::turn::Turn;

/// How much is read at a time, at most.
const READ: usize = 16 * 1024;
/// What a socket takes at once where nothing waits before it.
const AT_ONCE: usize = 16 * 1024;
/// A buffer of more bytes than this is given back when it is empty.
const KEPT: usize = 64 * 1024;

pub(crate) struct Exclusive {
    stream: Box<dyn Stream>,
    command: Vec<u8>,
    chunk: Box<[u8]>,
    input: BytesMut,
    max_reply: usize,
    /// What each read and write of the stream may take.
    timeout: Duration,
}

impl Exclusive {
    /// Each read and write of the stream may take `timeout` for now.
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

    /// Sends the command and waits for its reply, in a turn that begins now. After an error that is
    /// not the server's the connection is of no use any more.
    pub(crate) fn ask(&mut self, command: &impl Pack, turn: Turn) -> RedisResult<Reply> {
        let mut packed = std::mem::take(&mut self.command);
        packed.clear();
        command.pack(&mut packed);
        self.send(&packed, turn)?;
        packed.shrink_to(KEPT);
        self.command = packed;
        self.reply(turn)
    }

    /// The same for two commands in one go.
    pub(super) fn ask_both(
        &mut self,
        ahead: &Cmd,
        command: &Cmd,
        turn: Turn,
    ) -> RedisResult<Replies> {
        let mut packed = ahead.get_packed_command();
        command.write_packed_command(&mut packed);
        self.send(&packed, turn)?;
        let first = self.reply(turn);
        if first.as_ref().is_err_and(|error| !is_reply(error)) {
            // There is no second one to come.
            return both(first, Ok(Reply::Other));
        }
        both(first, self.reply(turn))
    }

    /// Whether all that came was asked for. What did not must not answer the next command.
    pub(super) fn is_in_step(&self) -> bool {
        self.input.is_empty()
    }

    /// Sends packed commands; [`reply`](Self::reply) waits for that to the next one of them.
    pub(super) fn send(&mut self, packed: &[u8], turn: Turn) -> io::Result<()> {
        // The turn has just begun, so that the clock need not be asked.
        self.bound(turn.allowed())?;
        let mut rest = packed;
        while !rest.is_empty() {
            let count = match self.stream.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Err(error) if may_go_on(&error) => 0,
                count => count?,
            };
            rest = rest.get(count..).unwrap_or_default();
            // A server that takes drop by drop keeps each write short and never ends.
            if !rest.is_empty() {
                self.go_on(turn)?;
            }
        }
        self.stream.flush()?;
        // What fits into the system's buffers took no time.
        if packed.len() > AT_ONCE {
            self.go_on(turn)?;
        }
        Ok(())
    }

    pub(super) fn reply(&mut self, turn: Turn) -> RedisResult<Reply> {
        loop {
            if let Some(reply) = reply::take(&mut self.input, self.max_reply)? {
                if self.input.is_empty() && self.input.capacity() > KEPT {
                    self.input = BytesMut::new();
                }
                return reply;
            }
            // A server that sends drop by drop keeps each read short and never ends.
            if !self.input.is_empty() {
                self.go_on(turn)?;
            }
            if !self.read()? {
                self.go_on(turn)?;
            }
        }
    }

    /// Whether something came.
    fn read(&mut self) -> io::Result<bool> {
        let count = match self.stream.read(&mut self.chunk) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Err(error) if may_go_on(&error) => return Ok(false),
            count => count?,
        };
        let came = self.chunk.get(..count).unwrap_or_default();
        self.input.extend_from_slice(came);
        Ok(true)
    }

    /// In the middle of a turn: what comes next may take what is left of it.
    fn go_on(&mut self, turn: Turn) -> io::Result<()> {
        let left = turn.left();
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if self.timeout != left {
            self.timeout = left;
            self.stream.set_timeout(left)?;
        }
        Ok(())
    }

    /// Bounds reads and writes by a whole turn. One that is bounded by less goes on after its time-out;
    /// setting it anew for each turn would be two system calls.
    fn bound(&mut self, allowed: Duration) -> io::Result<()> {
        if allowed.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if self.timeout > allowed + allowed / 64 {
            self.timeout = allowed;
            self.stream.set_timeout(allowed)?;
        }
        Ok(())
    }
}

/// After a signal, or when the stream's own time is over and the turn may not be.
fn may_go_on(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::thread;
    use std::time::Instant;

    use super::*;
    use crate::connection::classify::classified;
    use crate::error::ErrorKind;

    const LONG: Duration = Duration::from_secs(9);

    #[test]
    fn a_reply_too_many_is_noticed() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        let mut connection = Exclusive::new(Box::new(stream), LONG, 9).unwrap();
        server.write_all(b":1\r\n").unwrap();
        assert_eq!(
            connection.ask(&redis::cmd("DEL"), Turn::of(LONG)).unwrap(),
            Reply::Number(1)
        );
        assert!(connection.is_in_step());
        server.write_all(b":2\r\n:3\r\n").unwrap();
        assert_eq!(
            connection.ask(&redis::cmd("DEL"), Turn::of(LONG)).unwrap(),
            Reply::Number(2)
        );
        assert!(!connection.is_in_step());
    }

    #[test]
    fn a_command_that_is_taken_in_drops_has_an_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        let server = thread::spawn(move || {
            let mut some = vec![0; 64 * 1024];
            while server.read(&mut some).is_ok_and(|count| count > 0) {
                thread::sleep(Duration::from_millis(20));
            }
        });
        let timeout = Duration::from_millis(200);
        let mut connection = Exclusive::new(Box::new(stream), timeout, 9).unwrap();
        let begun = Instant::now();
        let error = connection
            .send(&vec![0; 256 << 20], Turn::of(timeout))
            .unwrap_err();
        assert!(matches!(
            error.kind(),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
        ));
        assert!(begun.elapsed() < 5 * timeout, "{:?}", begun.elapsed());
        drop(connection);
        server.join().unwrap();
    }

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
        let error = connection
            .ask(&redis::cmd("PING"), Turn::of(timeout))
            .unwrap_err();
        assert_eq!(classified(&error, "get").kind(), ErrorKind::Timeout);
        assert!(begun.elapsed() < 3 * timeout, "{:?}", begun.elapsed());
        drop(connection);
        server.join().unwrap();
    }
}
