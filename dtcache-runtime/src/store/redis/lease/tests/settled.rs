//! Who gets a lease, and what is stored with it.

use std::num::NonZeroU64;
use std::time::Duration;

use super::server::{Server, until};
use super::world::World;
use crate::error::ErrorKind;
use crate::store::redis::lease::TIME;

#[test]
fn one_has_it_and_the_others_get_what_it_stores() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        // Whatever bytes there are.
        let entry: Vec<u8> = b"\r\n$-1\r\n".iter().copied().chain(0..=255).collect();
        let lease = world.leased("a");
        assert!(server.holds(&lease));
        let left = world.held("a");
        assert!(left > TIME / 2 && left <= TIME, "{left:?}");
        assert_eq!(world.settle(lease, &entry), Ok(true));
        assert_eq!(server.get("a").as_deref(), Some(&*entry));
        assert_eq!(server.raw::<i64>(&["PTTL", "a"]), -1);
        assert!(!server.is_held("a"));
        assert_eq!(world.found("a", b""), entry);
        assert_eq!(world.delete("a"), Ok(true));

        let lease = world.leased("a");
        let millis = NonZeroU64::new(60_000);
        assert_eq!(world.settle_for(lease, &entry, millis), Ok(true));
        let left: i64 = server.raw(&["PTTL", "a"]);
        assert!(left > 30_000 && left <= 60_000, "{left}");
        assert_eq!(world.delete("a"), Ok(true));
    }
}

#[test]
fn an_entry_that_was_seen_is_replaced_and_a_newer_one_found() {
    let server = Server::start();
    let long = "long ".repeat(40);
    for world in World::of(&server.config()) {
        for (stored, seen) in [
            ("stale", "stale"),
            ("\r\n\0\r\n", "\r\n\0\r\n"),
            (&long, &long),
            (&long, &long[200 - 64..]),
        ] {
            server.raw::<()>(&["SET", "a", stored]);
            for other in ["", "other", "xstale", &"other".repeat(40)] {
                assert_eq!(world.found("a", other.as_bytes()), stored, "{other}");
            }
            let lease = world.acquire("a", seen.as_bytes()).unwrap();
            let crate::store::lease::Acquired::Leased(lease) = lease else {
                panic!("{stored}: it is what was seen");
            };
            assert_eq!(world.settle(lease, b"fresh"), Ok(true));
            assert_eq!(world.found("a", seen.as_bytes()), "fresh");
        }
        assert_eq!(world.delete("a"), Ok(true));
    }
}

#[test]
fn what_cannot_be_read_is_replaced() {
    let server = Server::start();
    for world in World::of(&server.config().max_value_size(10)) {
        server.raw::<()>(&["SET", "a", "more than ten"]);
        let lease = world.leased("a");
        assert_eq!(world.settle(lease, b"exactly 10"), Ok(true));
        assert_eq!(world.found("a", b""), "exactly 10");
        assert_eq!(world.delete("a"), Ok(true));

        server.raw::<()>(&["RPUSH", "a", "1"]);
        let lease = world.leased("a");
        assert_eq!(world.settle(lease, b"a string"), Ok(true));
        assert_eq!(world.found("a", b""), "a string");
        assert_eq!(world.delete("a"), Ok(true));

        // Somebody else's: it is not ours to take.
        server.raw::<()>(&["RPUSH", "{a}:lock", "1"]);
        assert_eq!(world.held("a"), TIME);
        server.raw::<()>(&["DEL", "{a}:lock"]);
    }
}

#[test]
fn one_that_has_no_place_is_refused_and_its_key_can_be_deleted() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        for key in ["a}b", "{}", ""] {
            let refused = world.acquire(key, b"").map(drop).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Config);
            assert!(world.store.watch_lease(key).is_err());
            server.raw::<()>(&["SET", key, "x"]);
            assert_eq!(world.delete(key), Ok(true));
            assert_eq!(world.delete(key), Ok(false));
        }
        let lease = world.leased("{tag}b");
        assert!(server.holds(&lease));
        assert_eq!(world.settle(lease, b"x"), Ok(true));
        assert_eq!(world.delete("{tag}b"), Ok(true));
    }
}

#[test]
fn an_invalidation_wins() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        for other in World::of(&server.config()) {
            server.raw::<()>(&["SET", "a", "old"]);
            let crate::store::lease::Acquired::Leased(lease) = world.acquire("a", b"old").unwrap()
            else {
                panic!("it was seen");
            };
            assert_eq!(other.delete("a"), Ok(true));
            assert_eq!(world.settle(lease, b"computed before"), Ok(false));
            assert_eq!(server.get("a"), None);

            // Where there was a lease and no entry, there was no entry.
            let lease = world.leased("a");
            assert_eq!(other.delete("a"), Ok(false));
            let newer = other.leased("a");
            assert_eq!(world.settle(lease, b"computed before"), Ok(false));
            assert!(server.holds(&newer), "it is not the older one's to end");
            assert_eq!(other.settle(newer, b"computed after"), Ok(true));
            assert_eq!(other.delete("a"), Ok(true));
        }
    }
}

#[test]
fn one_whose_time_is_over_is_lost() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        let lease = world.leased("a");
        server.raw::<()>(&["PEXPIRE", "{a}:lock", "1"]);
        until("it is over", || !server.is_held("a"));
        assert_eq!(world.settle(lease, b"late"), Ok(false));
        assert_eq!(server.get("a"), None);
    }
}

#[test]
fn one_that_is_held_for_long_is_renewed_and_one_that_is_lost_is_not() {
    let server = Server::start();
    let [threads, tasks] = World::of(&server.config());
    let (first, second) = (threads.leased("a"), tasks.leased("b"));
    let lost = threads.leased("c");
    server.raw::<()>(&["DEL", "{c}:lock"]);
    std::thread::sleep(3 * TIME + TIME / 4);
    assert!(!server.is_held("c"));
    assert!(threads.held("a") <= TIME && tasks.held("b") <= TIME);
    assert_eq!(threads.settle(first, b"x"), Ok(true));
    assert_eq!(tasks.settle(second, b"x"), Ok(true));
    assert_eq!(threads.settle(lost, b"x"), Ok(false));
}

#[test]
fn one_that_is_dropped_is_released_at_once() {
    let server = Server::start();
    for world in World::of(&server.config()) {
        drop(world.leased("a"));
        let begun = std::time::Instant::now();
        until("it is released", || !server.is_held("a"));
        assert!(begun.elapsed() < TIME / 2);
        assert!(world.acquire("a", b"").is_ok());
        until("it is released", || !server.is_held("a"));
    }
}

/// As when the caller's task is broken off, or its time is over.
#[test]
fn one_that_nobody_heard_of_is_released() {
    let server = Server::start();
    let [_, tasks] = World::of(&server.config());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let turn = crate::turn::Turn::of(Duration::from_secs(5));
        tasks.store.ping_async(turn).await.unwrap();
        let mut acquire = Box::pin(tasks.store.acquire_async("a", b"", turn));
        // Sent, and not waited for.
        let polled = std::future::poll_fn(|cx| {
            std::task::Poll::Ready(acquire.as_mut().poll(cx).is_pending())
        });
        assert!(polled.await);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(server.is_held("a"));
        drop(acquire);
    });
    let begun = std::time::Instant::now();
    until("it is released", || !server.is_held("a"));
    assert!(begun.elapsed() < TIME / 2);
}

/// The user may have no leases: nothing of a delete fails.
#[test]
fn who_may_have_no_leases_may_delete() {
    let server = Server::start();
    server.raw::<()>(&[
        "ACL",
        "SETUSER",
        "plain",
        "on",
        ">secret",
        "~a*",
        "+@all",
        "-@scripting",
    ]);
    let url = server.url();
    let (_, address) = url.split_once('@').unwrap();
    let config = crate::config::RedisConfig::new().url(format!("redis://plain:secret@{address}"));
    for world in World::of(&config) {
        for _ in 0..3 {
            server.raw::<()>(&["SET", "a", "x"]);
            assert_eq!(world.delete("a"), Ok(true));
            assert_eq!(world.delete("a"), Ok(false));
        }
        let refused = world.acquire("a", b"").map(drop).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Auth);
        // On one connection, which is as good as before.
        let before: i64 = total_connections(&server);
        for _ in 0..3 {
            assert_eq!(world.delete("a"), Ok(false));
        }
        let ours = total_connections(&server) - before;
        assert!(ours <= 2, "{ours}");
    }
}

/// How many connections the server has taken, with the one that asks.
fn total_connections(server: &Server) -> i64 {
    let stats: String = server.raw(&["INFO", "stats"]);
    let line = stats
        .lines()
        .find_map(|line| line.strip_prefix("total_connections_received:"));
    line.and_then(|count| count.parse().ok()).expect("a count")
}

#[test]
fn the_breaker_hears_of_it() {
    let mut server = Server::start();
    for world in World::of(&server.config()) {
        world.settle(world.leased("a"), b"x").unwrap();
        world.delete("a").unwrap();
        assert!(!world.store.is_away());
    }
    let worlds = World::of(&server.config());
    let settling = World::of(&server.config()).map(|world| {
        let lease = world.leased("b");
        world.delete("b").unwrap();
        (world, lease)
    });
    server.kill();
    for world in worlds {
        let refused = world.acquire("a", b"").map(drop).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Refused);
        assert!(world.store.is_away());
    }
    for (world, lease) in settling {
        assert!(world.settle(lease, b"x").is_err());
        assert!(world.store.is_away());
    }
}

#[test]
fn a_lease_is_in_the_database_of_its_entry() {
    let server = Server::start();
    let config = server.config().url(server.url().replace("/0", "/3"));
    for world in World::of(&config) {
        let mut watch = world.hearing("a");
        drop(world.leased("a"));
        assert!(!server.is_held("a"));
        let begun = std::time::Instant::now();
        world.wait(&mut watch, TIME);
        assert!(begun.elapsed() < TIME / 2);
        assert_eq!(world.settle(world.leased("a"), b"x"), Ok(true));
        assert_eq!(server.get("a"), None);
        assert_eq!(world.delete("a"), Ok(true));
    }
}
