//! A proxy before a server, for what networks do: so far, it makes round trips longer.

mod direction;

use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// Passes bytes on to a server of 127.0.0.1, later than they came; it is gone when dropped.
///
/// Each direction takes half of what is added to a round trip. Only time is added: any number of
/// bytes may be under way.
pub struct DelayProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    upstream: SocketAddr,
    one_way: Duration,
    stopped: AtomicBool,
    /// Both ends of all connections.
    streams: Mutex<Vec<TcpStream>>,
}

impl DelayProxy {
    /// Listens on a port of its own for connections to `upstream_port`.
    pub fn start(upstream_port: u16, added_round_trip: Duration) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let shared = Arc::new(Shared {
            upstream: (Ipv4Addr::LOCALHOST, upstream_port).into(),
            one_way: added_round_trip / 2,
            stopped: AtomicBool::new(false),
            streams: Mutex::default(),
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

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Its address as a URL.
    pub fn url(&self) -> String {
        format!("redis://{}/0", self.address)
    }
}

impl Drop for DelayProxy {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the acceptor, which then sees that it is over.
        let woken = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take()
            && woken.is_ok()
        {
            let _ = acceptor.join();
        }
        if let Ok(streams) = self.shared.streams.lock() {
            for stream in streams.iter() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

fn accept(listener: &TcpListener, shared: &Shared) {
    for client in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        // Without the server, the client's connection ends, as it would without the proxy.
        if let Ok(client) = client {
            let _ = connect(client, shared);
        }
    }
}

fn connect(client: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let server = TcpStream::connect(shared.upstream)?;
    for stream in [&client, &server] {
        // What waits in here has waited enough.
        stream.set_nodelay(true)?;
        if let Ok(mut streams) = shared.streams.lock() {
            streams.push(stream.try_clone()?);
        }
    }
    direction::open(client.try_clone()?, server.try_clone()?, shared.one_way);
    direction::open(server, client, shared.one_way);
    Ok(())
}
