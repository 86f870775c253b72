//! Connections that are not made, or end.

use support::{Fault, wait};

use crate::peer::{Peer, pair, refuses};

#[test]
fn refused() {
    let (_server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    for _ in 0..3 {
        proxy.set(Fault::Refuse);
        peer.is_gone();
        refuses(proxy.port());
        proxy.clear();
        peer = Peer::new(proxy.port());
    }
    assert_eq!(proxy.accepted(), 4, "nobody was accepted meanwhile");
}

#[test]
fn accepted_and_closed() {
    let (_server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::Close);
    open.is_ended();
    for _ in 0..3 {
        Peer::connect(proxy.port())
            .expect("it is accepted")
            .is_ended();
    }
    assert_eq!(proxy.accepted(), 4);
    proxy.clear();
    Peer::new(proxy.port());
}

#[test]
fn reset_in_a_reply() {
    let (_server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::Reset { after: 7 });
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        // A shorter reply passes.
        peer.send("PING");
        peer.gets("+PONG\r\n");
        peer.send("GET key");
        peer.gets("$10\r\n01");
        peer.is_reset();
    }
    proxy.clear();
    Peer::new(proxy.port());
}

#[test]
fn reset_before_a_reply() {
    let (_server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    proxy.set(Fault::Reset { after: 0 });
    peer.send("PING");
    peer.is_reset();
    wait::until("it to close", || proxy.open() == 0);
    proxy.clear();
    Peer::new(proxy.port());
}

#[test]
fn truncated() {
    let (_server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::Truncate { after: 7 });
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        peer.send("PING");
        peer.gets("+PONG\r\n");
        peer.send("GET key");
        peer.gets("$10\r\n01");
        peer.is_ended();
    }
    proxy.clear();
    Peer::new(proxy.port());
}

#[test]
fn ended_by_the_server() {
    let (server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::EndedByServer);
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        peer.is_ended();
        // What is sent arrives all the same.
        peer.send("INCR count");
    }
    wait::until("both to arrive", || {
        server.get("count") == Some(b"2".to_vec())
    });
    assert_eq!(proxy.open(), 2);
    proxy.clear();
    wait::until("them to close", || proxy.open() == 0);
    Peer::new(proxy.port());
}

#[test]
fn ended_towards_the_server() {
    let (server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::EndedTowardsServer);
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        peer.send("INCR count");
        peer.gets_nothing();
    }
    wait::until("the server to know", || server.clients().is_empty());
    assert_eq!(server.get("count"), None);
    assert_eq!(proxy.open(), 2);
    proxy.clear();
    open.is_gone();
    new.is_gone();
    Peer::new(proxy.port());
}

#[test]
fn a_client_that_leaves_what_is_half_closed() {
    for fault in [Fault::EndedByServer, Fault::EndedTowardsServer] {
        let (_server, proxy) = pair();
        let peer = Peer::new(proxy.port());
        proxy.set(fault);
        drop(peer);
        wait::until("it to close", || proxy.open() == 0);
    }
}
