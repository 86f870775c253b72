//! The thread: when there is one, and what it has.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::server::{Server, until};
use super::world::World;
use crate::error::ErrorKind;
use crate::store::redis::lease::MOST;

fn has_thread(world: &World) -> bool {
    world
        .leases()
        .0
        .state()
        .is_some_and(|state| state.has_thread)
}

#[test]
fn a_lease_of_a_moment_takes_no_connection() {
    let server = Server::start();
    let world = World::threads(&server);
    assert!(!has_thread(&world));
    for _ in 0..10 {
        let lease = world.leased("a");
        assert_eq!(world.settle(lease, b"x"), Ok(true));
        assert_eq!(world.delete("a"), Ok(true));
    }
    assert!(has_thread(&world));
    assert_eq!(server.connections(), 1);
}

#[test]
fn it_ends_when_it_was_not_needed_for_a_while_and_starts_again() {
    let server = Server::start();
    let world = World::threads(&server);
    for _ in 0..2 {
        let watch = world.hearing("a");
        drop((world.leased("a"), watch));
        until("they are opened", || server.connections() == 3);
        let begun = Instant::now();
        while has_thread(&world) {
            assert!(begun.elapsed() < Duration::from_secs(15));
            std::thread::sleep(Duration::from_millis(50));
        }
        until("they are closed", || server.connections() == 1);
    }
}

#[test]
fn with_the_instance_it_releases_what_is_left_and_ends() {
    let server = Server::start();
    let world = World::threads(&server);
    let (lease, mut watch) = (world.leased("a"), world.hearing("a"));
    drop(world);
    until("it is released", || !server.is_held("a"));
    until("all are closed", || server.connections() == 0);
    let begun = Instant::now();
    watch.wait(Duration::from_secs(60));
    assert!(begun.elapsed() < Duration::from_secs(1));
    drop((lease, watch));
}

#[test]
fn there_is_an_end_to_leases_and_to_what_is_listened_for() {
    let server = Server::start();
    let world = World::threads(&server);
    let leases: Vec<_> = (0..MOST)
        .map(|key| world.leased(&key.to_string()))
        .collect();
    let refused = world.acquire("one more", b"").map(drop).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Busy);
    assert!(!world.store.is_away());

    let watches: Vec<_> = (0..MOST).map(|key| world.watch(&key.to_string())).collect();
    let mut deaf = world.watch("one more");
    let begun = Instant::now();
    assert!(!world.ready(&mut deaf));
    assert!(begun.elapsed() < Duration::from_secs(1));
    world.watch(&"n".repeat(5000)).wait(Duration::MAX);
    drop((leases, watches));
    until("there is room", || world.acquire("one more", b"").is_ok());
    until("all are released", || server.raw::<usize>(&["DBSIZE"]) == 0);
}

/// As if this were another process: the thread and the leases are the parent's.
#[test]
fn a_process_that_was_forked_off_has_its_own() {
    let server = Server::start();
    let world = World::threads(&server);
    let shared = &world.leases().0;
    let parents = world.leased("a");
    let other = std::process::id() + 1;

    shared.process.store(other, Ordering::Release);
    drop(parents);
    assert!(server.is_held("a"), "it is not ours to release");
    let lease = world.leased("b");
    assert_eq!(world.settle(lease, b"x"), Ok(true));

    shared.process.store(other, Ordering::Release);
    let locked = shared.state.lock().unwrap();
    let refused = world.acquire("b", b"x").map(drop).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Busy);
    assert!(world.store.watch_lease("b").is_err());
    drop(locked);
    assert!(world.held("a") > Duration::ZERO);
}
