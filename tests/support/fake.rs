//! A server that is none: it answers every command as a test tells it to.

mod command;
mod queue;
mod serve;

use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use serve::accept;

pub use command::Words;
pub use queue::FullQueue;

/// What comes back for a command.
#[derive(Clone, Debug)]
pub enum Answer {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing; the next command is read.
    Silence,
    /// The end of the connection.
    HangUp,
}

type Answering = dyn Fn(usize, &Words) -> Answer + Send + Sync;

struct Script {
    answer: Box<Answering>,
    /// Between two bytes of an answer.
    pause: Duration,
}

/// A false Redis server on a port of 127.0.0.1; it is gone when dropped.
pub struct FakeServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    script: Script,
    stopped: AtomicBool,
    connections: AtomicUsize,
    commands: Mutex<Vec<String>>,
    peers: Mutex<Vec<TcpStream>>,
}

impl FakeServer {
    /// Answers each command with the bytes that `script` gives, and not at all for `None`.
    pub fn start(script: impl Fn(&Words) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self::start_each(move |_, words| script(words).map_or(Answer::Silence, Answer::Bytes))
    }

    /// Answers each command as `script` says, which is told the number of the connection: 0 for
    /// the first. A script may wait; only its own connection waits with it.
    pub fn start_each(script: impl Fn(usize, &Words) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_with(Script {
            answer: Box::new(script),
            pause: Duration::ZERO,
        })
    }

    fn start_with(script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let shared = Arc::new(Shared {
            script,
            stopped: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            commands: Mutex::default(),
            peers: Mutex::default(),
        });
        let acceptor = spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Self {
            address,
            shared,
            acceptor: Some(acceptor),
        }
    }

    /// Answers everything with the same bytes.
    pub fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |_| Some(bytes.clone()))
    }

    /// Says yes to what clients say of themselves, and hands out `value` for every look-up.
    pub fn holding(value: &[u8]) -> Self {
        let mut bulk = format!("${}\r\n", value.len()).into_bytes();
        bulk.extend_from_slice(value);
        bulk.extend_from_slice(b"\r\n");
        Self::start(move |words| match words.first().map(Vec::as_slice) {
            Some(b"GET" | b"GETRANGE") => Some(bulk.clone()),
            _ => Some(b"+OK\r\n".to_vec()),
        })
    }

    /// Still loads its data, and will for ever.
    pub fn loading() -> Self {
        Self::answering(*b"-LOADING Redis is loading the dataset in memory\r\n")
    }

    /// Answers with bytes that are no protocol; the same `seed` gives the same bytes.
    pub fn babbling(seed: u64) -> Self {
        Self::answering(random_bytes(seed, 257))
    }

    /// Takes connections and commands, and never answers.
    pub fn black_hole() -> Self {
        Self::start(|_| None)
    }

    /// Answers everything with the same bytes, one at a time with a `pause` between.
    pub fn dripping(bytes: impl Into<Vec<u8>>, pause: Duration) -> Self {
        let bytes = bytes.into();
        Self::start_with(Script {
            answer: Box::new(move |_, _| Answer::Bytes(bytes.clone())),
            pause,
        })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Its address as a URL.
    pub fn url(&self) -> String {
        format!("redis://{}/0", self.address)
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// The names of the commands that came, in upper case.
    pub fn commands(&self) -> Vec<String> {
        self.shared
            .commands
            .lock()
            .expect("no thread of this panics")
            .clone()
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the acceptor, which then sees that it is over.
        let woken = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take()
            && woken.is_ok()
        {
            let _ = acceptor.join();
        }
        if let Ok(peers) = self.shared.peers.lock() {
            for peer in peers.iter() {
                let _ = peer.shutdown(Shutdown::Both);
            }
        }
    }
}

/// Bytes that look random and are the same each time (xorshift).
pub fn random_bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(count).collect()
}
