//! Opening a stream to the server: TCP, with TLS or without, or a Unix socket.

use std::io;

use redis::io::tcp::socket2::SockRef;
use redis::{ConnectionAddr, ConnectionInfo};
use tokio::net::TcpStream;

use super::Stream;
use crate::connection::tcp;

pub(in crate::connection) async fn open(info: &ConnectionInfo) -> io::Result<Box<dyn Stream>> {
    Ok(match info.addr() {
        ConnectionAddr::Tcp(host, port) => Box::new(connect(info, host, *port).await?),
        #[cfg(feature = "tls")]
        ConnectionAddr::TcpTls { host, port, .. } => {
            Box::new(crate::connection::tls::over(connect(info, host, *port).await?, host).await?)
        }
        #[cfg(unix)]
        ConnectionAddr::Unix(path) => Box::new(tokio::net::UnixStream::connect(path).await?),
        _ => return Err(io::ErrorKind::Unsupported.into()),
    })
}

async fn connect(info: &ConnectionInfo, host: &str, port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((host, port)).await?;
    tcp::set_up(&SockRef::from(&stream), stream.peer_addr()?, info)?;
    Ok(stream)
}
