//! Black holes.

use support::{Fault, wait};

use crate::peer::{Peer, pair};

#[test]
fn black_hole() {
    let (server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::BlackHole);
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        peer.send("INCR count");
        peer.gets_nothing();
    }
    assert_eq!(server.get("count"), None, "nothing passes");
    assert_eq!(proxy.open(), 2);
    proxy.clear();
    // What was under way arrives: a network that is whole again sends it once more.
    for peer in [&mut open, &mut new] {
        peer.gets(":");
    }
    assert_eq!(server.get("count"), Some(b"2".to_vec()));
}

#[test]
fn an_end_does_not_pass_either() {
    let (server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    proxy.set(Fault::BlackHole);
    server.kill();
    peer.gets_nothing();
    proxy.clear();
    peer.is_gone();
}

#[test]
fn black_hole_for_new_connections() {
    let (_server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::BlackHoleForNew);
    open.works();
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    new.send("GET key");
    new.gets_nothing();
    open.works();
    proxy.clear();
    new.gets("$10\r\n0123456789\r\n");
    new.works();
}

#[test]
fn a_client_that_leaves() {
    for fault in [Fault::BlackHole, Fault::BlackHoleForNew] {
        let (_server, proxy) = pair();
        proxy.set(fault);
        for _ in 0..300 {
            Peer::connect(proxy.port())
                .expect("it is accepted")
                .send("PING");
        }
        wait::until("all to close", || {
            proxy.accepted() == 300 && proxy.open() == 0
        });
    }
}
