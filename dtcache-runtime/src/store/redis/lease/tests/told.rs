//! Who waits for the end of a lease, and is told.

use std::thread;
use std::time::{Duration, Instant};

use super::server::Server;
use super::world::World;
use crate::store::lease::{Lease, Watch};

const LONG: Duration = Duration::from_secs(60);

type Ending = fn(&World, Lease);

/// Everything that ends a lease.
const ENDINGS: [(&str, Ending); 3] = [
    ("settled", |world, lease| {
        assert_eq!(world.settle(lease, b"x"), Ok(true));
    }),
    ("deleted", |world, lease| {
        assert_eq!(world.delete("a"), Ok(false));
        assert_eq!(world.settle(lease, b"x"), Ok(false));
    }),
    ("dropped", |_, lease| drop(lease)),
];

fn waited(world: &World, watch: &mut Watch) -> Duration {
    let begun = Instant::now();
    world.wait(watch, LONG);
    begun.elapsed()
}

#[test]
fn whoever_waits_is_told_when_it_ends() {
    let server = Server::start();
    for (name, end) in ENDINGS {
        for (holder, waiter) in World::of(&server.config())
            .into_iter()
            .zip(World::of(&server.config()))
        {
            let lease = holder.leased("a");
            let mut watch = waiter.hearing("a");
            assert!(waiter.held("a") > Duration::ZERO);
            thread::scope(|scope| {
                let waited = scope.spawn(|| waited(&waiter, &mut watch));
                thread::sleep(Duration::from_millis(100));
                assert!(!waited.is_finished(), "{name}");
                let ended = Instant::now();
                end(&holder, lease);
                waited.join().unwrap();
                let late = ended.elapsed();
                assert!(late < Duration::from_millis(500), "{name}: {late:?}");
            });
            let _ = holder.delete("a");
        }
    }
}

#[test]
fn what_was_said_before_the_wait_is_not_lost() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        let mut watch = world.hearing("a");
        let lease = world.leased("a");
        assert_eq!(world.settle(lease, b"x"), Ok(true));
        let mut other = world.watch("a");
        assert!(world.ready(&mut other), "it is heard already");
        let waited = waited(&world, &mut watch);
        assert!(waited < Duration::from_millis(500), "{waited:?}");
        assert_eq!(world.delete("a"), Ok(true));
    }
}

#[test]
fn a_wait_has_an_end() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        let mut watch = world.hearing("a");
        let (short, begun) = (Duration::from_millis(50), Instant::now());
        world.wait(&mut watch, short);
        let elapsed = begun.elapsed();
        assert!(
            elapsed >= short && elapsed < Duration::from_secs(1),
            "{elapsed:?}"
        );
        // Longer than a lease nobody waits.
        let waited = waited(&world, &mut watch);
        assert!(waited < Duration::from_secs(4), "{waited:?}");
    }
}

#[test]
fn one_connection_hears_of_all_keys() {
    let server = Server::start();
    let world = World::threads(&server);
    let mut watches: Vec<_> = (0..100)
        .map(|key| world.hearing(&key.to_string()))
        .collect();
    assert_eq!(server.listeners(), 1);
    for (key, watch) in watches.iter_mut().enumerate().rev() {
        let lease = world.leased(&key.to_string());
        assert_eq!(world.settle(lease, b"x"), Ok(true));
        let waited = waited(&world, watch);
        assert!(waited < Duration::from_millis(500), "{waited:?}");
    }
    drop(watches);
    super::server::until("nothing is listened for", || {
        server
            .raw::<Vec<String>>(&["PUBSUB", "CHANNELS"])
            .is_empty()
    });
}

/// A user who may not listen looks from time to time, and hears nothing of it.
#[test]
fn who_may_not_listen_looks() {
    let server = Server::start();
    server.raw::<()>(&[
        "ACL",
        "SETUSER",
        "deaf",
        "on",
        ">secret",
        "~*",
        "resetchannels",
        "+@all",
    ]);
    let url = server.url();
    let (_, address) = url.split_once('@').unwrap();
    let config = crate::config::RedisConfig::new().url(format!("redis://deaf:secret@{address}"));
    for world in World::of(&config) {
        let lease = world.leased("a");
        let mut watch = world.watch("a");
        assert!(!world.ready(&mut watch));
        for _ in 0..3 {
            let waited = waited(&world, &mut watch);
            assert!(waited < Duration::from_millis(500), "{waited:?}");
        }
        assert!(
            waited(&world, &mut watch) > Duration::from_millis(50),
            "it is a pause"
        );
        assert_eq!(
            world.settle(lease, b"x"),
            Ok(true),
            "although it cannot tell"
        );
        assert_eq!(world.delete("a"), Ok(true));
        let lease = world.leased("a");
        assert_eq!(world.delete("a"), Ok(false));
        assert_eq!(world.settle(lease, b"x"), Ok(false));
    }
}
