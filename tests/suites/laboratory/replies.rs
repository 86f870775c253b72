//! Replies with a byte that is another.

use support::Fault;
use support::proxy::Place;

use crate::peer::{Peer, pair};

fn reads(at: Place, mask: u8, reply: &str) {
    let (server, proxy) = pair();
    let mut open = Peer::new(proxy.port());
    proxy.set(Fault::Flip { at, mask });
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        for _ in 0..2 {
            peer.send("GET key");
            peer.gets(reply);
        }
    }
    proxy.clear();
    open.works();
    new.works();
    assert_eq!(server.get("key").as_deref(), Some(&b"0123456789"[..]));
}

#[test]
fn of_the_payload() {
    reads(Place::Payload(3), 0x40, "$10\r\n012s456789\r\n");
}

#[test]
fn of_the_length() {
    reads(Place::Line(1), 0x40, "$q0\r\n0123456789\r\n");
    reads(Place::Line(2), 0x01, "$11\r\n0123456789\r\n");
}

#[test]
fn that_a_reply_does_not_have() {
    reads(Place::Payload(10), 0xff, "$10\r\n0123456789\r\n");
}
