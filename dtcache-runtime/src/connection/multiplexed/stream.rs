//! Opening a stream to the server: TCP, with TLS or without, or a Unix socket.

use std::io;

use redis::io::tcp::socket2::SockRef;
use redis::{ConnectionAddr, ConnectionInfo};
use tokio::net::TcpStream;

use super::Stream;

pub(in crate::connection) async fn open(info: &ConnectionInfo) -> io::Result<Box<dyn Stream>> {
    Ok(match info.addr() {
        ConnectionAddr::Tcp(host, port) => Box::new(tcp(info, host, *port).await?),
        #[cfg(feature = "tls")]
        ConnectionAddr::TcpTls { host, port, .. } => {
            Box::new(crate::connection::tls::over(tcp(info, host, *port).await?, host).await?)
        }
        #[cfg(unix)]
        ConnectionAddr::Unix(path) => Box::new(tokio::net::UnixStream::connect(path).await?),
        _ => return Err(io::ErrorKind::Unsupported.into()),
    })
}

async fn tcp(info: &ConnectionInfo, host: &str, port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((host, port)).await?;
    let settings = info.tcp_settings();
    stream.set_nodelay(settings.nodelay())?;
    if let Some(keepalive) = settings.keepalive() {
        SockRef::from(&stream).set_tcp_keepalive(keepalive)?;
    }
    Ok(stream)
}
