//! Replies that take their time.

use std::time::{Duration, Instant};

use support::{Fault, FaultProxy};

use crate::peer::{Peer, pair};

/// How long a look-up takes.
fn look_up(peer: &mut Peer) -> Duration {
    let begin = Instant::now();
    peer.works();
    begin.elapsed()
}

/// A fault that makes a look-up, of 17 bytes, take so long, now and on new connections.
fn slows(proxy: &FaultProxy, fault: Fault, least: Duration) {
    let mut open = Peer::new(proxy.port());
    proxy.set(fault);
    let mut new = Peer::connect(proxy.port()).expect("it is accepted");
    for peer in [&mut open, &mut new] {
        // Others use this machine as well: one of them has to be on time.
        let times = [look_up(peer), look_up(peer), look_up(peer)];
        assert!(times.iter().all(|time| *time >= least), "{times:?}");
        let most = least * 3 / 2;
        assert!(times.iter().any(|time| *time < most), "{times:?}");
    }
    // It ends for what is under way as well.
    open.send("GET key");
    proxy.clear();
    open.gets("$10\r\n0123456789\r\n");
    let times = [look_up(&mut open), look_up(&mut new), look_up(&mut new)];
    assert!(times.iter().any(|time| *time < least / 2), "{times:?}");
}

#[test]
fn delay() {
    let (_server, proxy) = pair();
    let added = Duration::from_millis(40);
    slows(&proxy, Fault::Delay(added), added);
}

#[test]
fn throttle() {
    let (_server, proxy) = pair();
    // Two bytes every 10 ms: nine times.
    slows(&proxy, Fault::Throttle(200), Duration::from_millis(90));
}

#[test]
fn trickle() {
    let (_server, proxy) = pair();
    let pause = Duration::from_millis(5);
    slows(&proxy, Fault::Trickle(pause), pause * 17);
}

#[test]
fn what_trickles_for_ever_ends_with_the_fault() {
    let (_server, proxy) = pair();
    let mut peer = Peer::new(proxy.port());
    proxy.set(Fault::Trickle(Duration::from_secs(3600)));
    peer.send("GET key");
    peer.gets_nothing();
    proxy.clear();
    peer.gets("$10\r\n0123456789\r\n");
}
