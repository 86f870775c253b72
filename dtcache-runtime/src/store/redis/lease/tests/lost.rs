//! Connections that are lost while somebody waits.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::server::{Server, until};
use super::world::World;
use crate::config::RedisConfig;

const LONG: Duration = Duration::from_secs(60);

#[test]
fn whoever_waits_is_woken_when_the_server_goes() {
    for is_async in [0, 1] {
        let mut server = Server::start();
        let worlds = World::of(&server.config());
        let world = &worlds[is_async];
        let mut watch = world.hearing("a");
        thread::scope(|scope| {
            let waited = scope.spawn(|| {
                world.wait(&mut watch, LONG);
                Instant::now()
            });
            thread::sleep(Duration::from_millis(100));
            assert!(!waited.is_finished());
            let gone = Instant::now();
            server.kill();
            let late = waited.join().unwrap().saturating_duration_since(gone);
            assert!(late < Duration::from_millis(500), "{late:?}");
        });
        // From now on it looks from time to time.
        let begun = Instant::now();
        world.wait(&mut watch, LONG);
        assert!(begun.elapsed() < Duration::from_secs(1));
        assert!(!world.ready(&mut watch));
    }
}

#[test]
fn a_connection_that_was_cut_is_opened_again_and_who_waits_looks() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        let mut watch = world.hearing("a");
        server.raw::<()>(&["CLIENT", "KILL", "TYPE", "pubsub"]);
        until("it is heard again", || server.listeners() == 1);
        // For the loss, or because what was said meanwhile was not heard.
        let begun = Instant::now();
        world.wait(&mut watch, LONG);
        assert!(begun.elapsed() < Duration::from_secs(1));
        until("it says so", || watch.ready(Duration::ZERO));
        // What there was to say of that is said.
        world.wait(&mut watch, Duration::from_millis(1));
        drop(world.leased("a"));
        let begun = Instant::now();
        world.wait(&mut watch, LONG);
        assert!(begun.elapsed() < Duration::from_secs(1));
        drop((watch, world));
        until("they are gone", || server.listeners() == 0);
    }
}

#[test]
fn connections_are_renewed_when_that_is_asked_for() {
    let server = Server::start();
    let world = World::threads(&server);
    let ids = || server.raw::<String>(&["CLIENT", "LIST", "TYPE", "PUBSUB"]);
    let _watch = world.hearing("a");
    let before = ids();
    let before = before.split(' ').next().unwrap();
    world.store.reset();
    until("there is another", || {
        let after = ids();
        after.starts_with("id=") && !after.starts_with(before)
    });
    until("one alone", || server.listeners() == 1);
}

#[test]
fn a_server_that_hangs_up_is_not_asked_without_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for _stream in listener.incoming() {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    let [world, _] = World::of(&RedisConfig::new().host("127.0.0.1").port(port));
    let mut watch = world.watch("a");
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        world.wait(&mut watch, LONG);
    }
    let count = count.load(Ordering::Relaxed);
    assert!((2..=12).contains(&count), "{count}");
}
