//! An address with a full queue before it.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// An address that neither takes nor refuses a connection: the queue before it is full.
pub struct FullQueue {
    address: SocketAddr,
    _listener: TcpListener,
    _waiting: Vec<TcpStream>,
}

impl FullQueue {
    /// Listens, accepts nothing, and connects until the system lets no more in.
    pub fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let patience = Duration::from_millis(300);
        let connect = || TcpStream::connect_timeout(&address, patience).ok();
        let waiting: Vec<_> = std::iter::repeat_with(connect)
            .map_while(|peer| peer)
            .collect();
        Self {
            address,
            _listener: listener,
            _waiting: waiting,
        }
    }

    /// The port that leads nowhere.
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Default for FullQueue {
    fn default() -> Self {
        Self::new()
    }
}
