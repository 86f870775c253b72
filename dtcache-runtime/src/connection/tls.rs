//! TLS by rustls, with the certificates that this machine trusts.

use std::io;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The stream inside of `stream`, once the server has shown that it is `host`.
pub(super) async fn over(stream: TcpStream, host: &str) -> io::Result<TlsStream<TcpStream>> {
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let connector = TlsConnector::from(Arc::new(config()?));
    connector.connect(name, stream).await
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
