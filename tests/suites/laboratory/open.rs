//! What a proxy counts, where it leads, and that it goes.

use support::{RedisServer, process, wait};

use crate::peer::{Peer, pair, refuses};

#[test]
fn connections_are_counted() {
    let (_server, proxy) = pair();
    assert_eq!((proxy.accepted(), proxy.open()), (0, 0));
    let (one, other) = (Peer::new(proxy.port()), Peer::new(proxy.port()));
    assert_eq!((proxy.accepted(), proxy.open()), (2, 2));
    drop(one);
    wait::until("one to close", || proxy.open() == 1);
    drop(other);
    wait::until("the other to close", || proxy.open() == 0);
    assert_eq!(proxy.accepted(), 2);
}

#[test]
fn cut() {
    let (_server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    proxy.cut();
    peer.is_ended();
    wait::until("it to close", || proxy.open() == 0);
    Peer::new(proxy.port());
}

#[test]
fn led_to_another_server() {
    let (_server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    let other = RedisServer::start();
    proxy.lead_to(other.port());
    peer.is_ended();
    let mut peer = Peer::connect(proxy.port()).expect("it is accepted");
    peer.send("GET key");
    peer.gets("$-1\r\n");
}

#[test]
fn the_server_is_gone() {
    let (server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    server.kill();
    peer.is_gone();
    Peer::connect(proxy.port())
        .expect("the proxy is there")
        .is_gone();
}

/// More clients than there may be connections: they wait, and come one after the other.
#[test]
fn more_clients_than_connections() {
    let (_server, proxy) = pair();
    let peers: Vec<_> = (0..128).map(|_| Peer::new(proxy.port())).collect();
    let mut late = Peer::connect(proxy.port()).expect("the system lets it wait");
    late.send("GET key");
    late.gets_nothing();
    drop(peers);
    late.gets("$10\r\n0123456789\r\n");
}

#[test]
fn gone_when_dropped() {
    // Threads are counted: those of other tests would be among them.
    if !process::is_child() {
        process::child_with_env("open::gone_when_dropped", [("", ""); 0]);
        return;
    }
    let threads = || std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
    let (_server, proxy) = pair();
    let before = threads();
    let mut peers: Vec<_> = (0..10).map(|_| Peer::new(proxy.port())).collect();
    assert_eq!(threads(), before + 40);
    let port = proxy.port();
    drop(proxy);
    refuses(port);
    peers.iter_mut().for_each(Peer::is_gone);
    wait::until("its threads to end", || threads() < before);
}
