//! Opening a blocking stream to the server: TCP, with TLS or without, or a Unix socket.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
#[cfg(unix)]
use std::path::Path;
use std::time::Duration;

use redis::io::tcp::socket2::SockRef;
#[cfg(unix)]
use redis::io::tcp::socket2::{Domain, SockAddr, Socket, Type};
use redis::{ConnectionAddr, ConnectionInfo};

use crate::connection::tcp;
use crate::turn::Turn;

/// A stream of which each read and write can be bounded.
pub(in crate::connection) trait Stream: Read + Write + Send {
    fn set_timeout(&self, timeout: Duration) -> io::Result<()>;
}

/// Opens a stream in this turn, for all addresses of the host together; what the system takes to find
/// these is not bounded.
pub(in crate::connection) fn open(
    info: &ConnectionInfo,
    turn: Turn,
) -> io::Result<Box<dyn Stream>> {
    Ok(match info.addr() {
        ConnectionAddr::Tcp(host, port) => Box::new(connect(info, host, *port, turn)?),
        #[cfg(feature = "tls")]
        ConnectionAddr::TcpTls { host, port, .. } => {
            let stream = connect(info, host, *port, turn)?;
            Box::new(crate::connection::tls::blocking(stream, host, || {
                left(turn)
            })?)
        }
        #[cfg(unix)]
        ConnectionAddr::Unix(path) => Box::new(unix(path, turn)?),
        _ => return Err(io::ErrorKind::Unsupported.into()),
    })
}

fn connect(info: &ConnectionInfo, host: &str, port: u16, turn: Turn) -> io::Result<TcpStream> {
    let mut failed = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, left(turn)?) {
            Ok(stream) => {
                tcp::set_up(&SockRef::from(&stream), stream.peer_addr()?, info)?;
                return Ok(stream);
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// A server that is stopped takes no connections once its backlog is full, and the system would wait
/// for it without end.
#[cfg(unix)]
fn unix(path: &Path, turn: Turn) -> io::Result<UnixStream> {
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.set_write_timeout(Some(left(turn)?))?;
    socket.connect(&SockAddr::unix(path)?)?;
    Ok(socket.into())
}

/// What is left of the turn; nothing is an error, as a socket takes it for "no limit".
fn left(turn: Turn) -> io::Result<Duration> {
    match turn.left() {
        Duration::ZERO => Err(io::ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}

impl Stream for TcpStream {
    fn set_timeout(&self, timeout: Duration) -> io::Result<()> {
        self.set_read_timeout(Some(timeout))?;
        self.set_write_timeout(Some(timeout))
    }
}

#[cfg(unix)]
impl Stream for UnixStream {
    fn set_timeout(&self, timeout: Duration) -> io::Result<()> {
        self.set_read_timeout(Some(timeout))?;
        self.set_write_timeout(Some(timeout))
    }
}

#[cfg(feature = "tls")]
impl Stream for rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    fn set_timeout(&self, timeout: Duration) -> io::Result<()> {
        self.get_ref().set_timeout(timeout)
    }
}
