//! A client of plain bytes.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use support::{FaultProxy, RedisServer, wait};

/// How long nothing has to come for a test to say that nothing comes.
pub(crate) const QUIET: Duration = Duration::from_millis(60);

/// The value under `key`.
pub(crate) const VALUE: &str = "0123456789";

/// A server with a value, and a proxy before it.
pub(crate) fn pair() -> (RedisServer, FaultProxy) {
    let server = RedisServer::start();
    server.set("key", VALUE.as_bytes());
    let proxy = FaultProxy::start(server.port());
    (server, proxy)
}

/// A connection on which commands are words in a line.
pub(crate) struct Peer(TcpStream);

impl Peer {
    /// One that works.
    pub(crate) fn new(port: u16) -> Self {
        let mut peer = Self::connect(port).expect("it is accepted");
        peer.works();
        peer
    }

    pub(crate) fn connect(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(wait::PATIENCE))?;
        Ok(Self(stream))
    }

    pub(crate) fn send(&mut self, command: &str) {
        let line = format!("{command}\r\n");
        self.0.write_all(line.as_bytes()).expect("bytes are taken");
    }

    /// The next bytes, as many as the text has.
    #[track_caller]
    pub(crate) fn gets(&mut self, text: &str) {
        let mut bytes = vec![0; text.len()];
        self.0.read_exact(&mut bytes).expect("as many bytes");
        assert_eq!(String::from_utf8_lossy(&bytes), text);
    }

    #[track_caller]
    pub(crate) fn works(&mut self) {
        self.send("GET key");
        self.gets("$10\r\n0123456789\r\n");
    }

    #[track_caller]
    pub(crate) fn gets_nothing(&mut self) {
        self.0.set_read_timeout(Some(QUIET)).expect("a time-out");
        let read = self.0.read(&mut [0]);
        let kind = read.map_err(|error| error.kind());
        let late = [Err(ErrorKind::WouldBlock), Err(ErrorKind::TimedOut)];
        assert!(late.contains(&kind), "not nothing: {kind:?}");
        let patience = Some(wait::PATIENCE);
        self.0.set_read_timeout(patience).expect("a time-out");
    }

    /// Nothing more will come (FIN).
    #[track_caller]
    pub(crate) fn is_ended(&mut self) {
        let read = self.0.read(&mut [0]);
        assert_eq!(read.map_err(|error| error.kind()), Ok(0));
    }

    /// The connection was reset (RST).
    #[track_caller]
    pub(crate) fn is_reset(&mut self) {
        let read = self.0.read(&mut [0]);
        let kind = read.map_err(|error| error.kind());
        assert_eq!(kind, Err(ErrorKind::ConnectionReset));
    }

    /// It is over, in whatever way.
    #[track_caller]
    pub(crate) fn is_gone(&mut self) {
        let read = self.0.read(&mut [0]).map_err(|error| error.kind());
        let gone = [Ok(0), Err(ErrorKind::ConnectionReset)];
        assert!(gone.contains(&read), "{read:?}");
    }
}

/// That nobody listens.
#[track_caller]
pub(crate) fn refuses(port: u16) {
    let kind = Peer::connect(port).err().map(|error| error.kind());
    assert_eq!(kind, Some(ErrorKind::ConnectionRefused));
}
