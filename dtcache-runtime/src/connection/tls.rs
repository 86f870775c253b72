//! TLS by rustls, with the certificates that this machine trusts.

use std::sync::Arc;
use std::time::Duration;
use std::{io, net};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The stream inside of `stream`, once the server has shown that it is `host`.
pub(super) async fn over(stream: TcpStream, host: &str) -> io::Result<TlsStream<TcpStream>> {
    // Certificates are files.
    let config = tokio::task::spawn_blocking(config).await;
    let config = config.map_err(io::Error::other)??;
    let connector = TlsConnector::from(Arc::new(config));
    connector.connect(name(host)?, stream).await
}

/// The same for a thread that waits, as long as `left` says.
pub(super) fn blocking(
    mut stream: net::TcpStream,
    host: &str,
    left: impl Fn() -> io::Result<Duration>,
) -> io::Result<StreamOwned<ClientConnection, net::TcpStream>> {
    let config = Arc::new(config()?);
    let connection = ClientConnection::new(config, name(host)?).map_err(io::Error::other);
    let mut connection = connection?;
    // Not `complete_io`, which goes on as long as a drop comes now and then.
    while connection.is_handshaking() {
        let left = left()?;
        stream.set_read_timeout(Some(left))?;
        stream.set_write_timeout(Some(left))?;
        if connection.wants_write() {
            connection.write_tls(&mut stream)?;
        } else if connection.read_tls(&mut stream)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        } else if let Err(error) = connection.process_new_packets() {
            // The server is told why, if it still listens.
            let _ = connection.write_tls(&mut stream);
            return Err(io::Error::new(io::ErrorKind::InvalidData, error));
        }
    }
    Ok(StreamOwned::new(connection, stream))
}

fn name(host: &str) -> io::Result<ServerName<'static>> {
    ServerName::try_from(host.to_owned()).map_err(io::Error::other)
}

/// Read anew for each connection: certificates are renewed while a program runs.
fn config() -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    // A bundle may hold certificates that rustls has no use for.
    let (usable, _) = roots.add_parsable_certificates(found.certs);
    if usable == 0 {
        let what = "this machine's trusted certificates could not be read";
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    Ok(ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth())
}
