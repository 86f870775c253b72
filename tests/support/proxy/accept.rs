//! The thread that accepts, and what it does with a client.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::{sleep, spawn};
use std::time::Duration;

use super::connection::Connection;
use super::direction;
use super::shared::Shared;

/// How long the server may take to accept.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) fn run(shared: &Arc<Shared>) {
    while let Some(listener) = shared.listener() {
        match listener.accept() {
            Ok((client, _)) => connect(client, shared),
            // It was shut, or this process has too many files open.
            Err(_) => sleep(Duration::from_millis(1)),
        }
    }
}

/// Where that does not work, the client's connection ends, as it would without the proxy.
fn connect(client: TcpStream, shared: &Arc<Shared>) {
    let Some(port) = shared.upstream() else {
        return;
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let server = TcpStream::connect_timeout(&address, PATIENCE);
    let connection = server.and_then(|server| Connection::new(client, server));
    let Some((number, connection)) = connection.ok().and_then(|made| shared.admit(made)) else {
        return;
    };
    let shared = Arc::clone(shared);
    spawn(move || {
        direction::run_both(&connection, &shared);
        drop(connection);
        shared.remove(number);
    });
}
