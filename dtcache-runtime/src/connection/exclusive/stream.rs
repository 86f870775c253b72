//! Opening a blocking stream to the server: TCP, with TLS or without, or a Unix socket.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
#[cfg(unix)]
use std::path::Path;
use std::time::{Duration, Instant};

use redis::io::tcp::socket2::SockRef;
#[cfg(unix)]
use redis::io::tcp::socket2::{Domain, SockAddr, Socket, Type};
use redis::{ConnectionAddr, ConnectionInfo};

use crate::connection::tcp;

/// A stream of which each read and write can be bounded.
pub(in crate::connection) trait Stream: Read + Write + Send {
    fn set_timeout(&self, timeout: Duration) -> io::Result<()>;
}

/// Opens a stream within this time, for all addresses of the host together.
pub(in crate::connection) fn open(
    info: &ConnectionInfo,
    within: Duration,
) -> io::Result<Box<dyn Stream>> {
    let deadline = Instant::now() + within;
    Ok(match info.addr() {
        ConnectionAddr::Tcp(host, port) => Box::new(connect(info, host, *port, deadline)?),
        #[cfg(feature = "tls")]
        ConnectionAddr::TcpTls { host, port, .. } => {
            let stream = connect(info, host, *port, deadline)?;
            stream.set_timeout(left(deadline)?)?;
            Box::new(crate::connection::tls::blocking(stream, host)?)
        }
        #[cfg(unix)]
        ConnectionAddr::Unix(path) => Box::new(unix(path, deadline)?),
        _ => return Err(io::ErrorKind::Unsupported.into()),
    })
}

fn connect(
    info: &ConnectionInfo,
    host: &str,
    port: u16,
    deadline: Instant,
) -> io::Result<TcpStream> {
    let mut failed = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, left(deadline)?) {
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
fn unix(path: &Path, deadline: Instant) -> io::Result<UnixStream> {
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.set_write_timeout(Some(left(deadline)?))?;
    socket.connect(&SockAddr::unix(path)?)?;
    Ok(socket.into())
}

/// What is left until the deadline; nothing is an error, as a socket takes it for "no limit".
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    Ok(left)
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
