//! Servers that are away, or that take some writes and not others.

use std::time::{Duration, Instant};

use dtcache::ErrorKind;
use support::{RedisServer, events, wait};

use crate::held::HeldServer;
use crate::{World, instance, key, settled};

const PATIENT: Duration = Duration::from_secs(30);

#[test]
fn a_server_that_is_stopped_delays_nobody() {
    const COUNT: u32 = 640;
    for world in World::both() {
        let server = RedisServer::start();
        let redis = instance(server.port(), Duration::from_millis(300));
        world.refreshed(&redis, 0, 0);
        settled(&redis);
        server.pause();
        let first = Instant::now();
        let (counts, seen) = events::warnings(|| {
            for id in 1..=COUNT {
                let start = Instant::now();
                world.refreshed(&redis, id, id);
                let elapsed = start.elapsed();
                assert!(elapsed < Duration::from_millis(250), "{world}: {elapsed:?}");
            }
            settled(&redis)
        });
        // Not one of them is left for when the server is back, and most were never sent: ten round
        // trips would be three seconds.
        let elapsed = first.elapsed();
        assert!(elapsed < Duration::from_secs(2), "{world}: {elapsed:?}");
        assert_eq!((counts.stored, counts.errors), (1, COUNT.into()), "{world}");
        let failures: Vec<_> = redis.stats().failures().collect();
        assert_eq!(failures, [(ErrorKind::Timeout, COUNT.into())], "{world}");
        assert_eq!(
            seen.len(),
            1,
            "said once, and then counted; {world}: {seen:?}"
        );
        assert_eq!(seen[0].field("class"), "timeout", "{world}");

        server.resume();
        world.refreshed(&redis, COUNT + 1, 0);
        assert_eq!(settled(&redis).stored, 2, "{world}");
    }
}

#[test]
fn a_server_that_is_gone_and_comes_back() {
    for world in World::both() {
        let server = RedisServer::start();
        let redis = instance(server.port(), PATIENT);
        world.refreshed(&redis, 1, 1);
        settled(&redis);
        server.kill();
        let (counts, seen) = events::warnings(|| {
            world.refreshed(&redis, 2, 2);
            settled(&redis)
        });
        assert_eq!((counts.stored, counts.errors), (1, 1), "{world}");
        assert_eq!(seen.len(), 1, "{world}");
        assert_eq!(seen[0].field("class"), "refused", "{world}");
        assert_eq!(seen[0].field("key"), key(2), "{world}");

        server.restart();
        world.refreshed(&redis, 3, 3);
        assert_eq!(settled(&redis).stored, 2, "{world}");
        assert!(server.get(&key(3)).is_some(), "{world}");
    }
}

/// The connection was cut while it was idle, as servers do: the batch goes out once more.
#[test]
fn an_idle_connection_that_was_cut_costs_no_write() {
    let server = RedisServer::start();
    let redis = instance(server.port(), PATIENT);
    for id in 1..=5 {
        World::Thread.refreshed(&redis, id, id);
        assert_eq!(settled(&redis).stored, u64::from(id));
        for client in server.clients() {
            server.raw::<()>(&["CLIENT", "KILL", "ID", client.field("id")]);
        }
        wait::until("the connections to be gone", || server.clients().is_empty());
    }
    assert_eq!(redis.stats().total().errors, 0);
}

/// Five in one round trip, and the third is answered with an error.
#[test]
fn an_error_reply_fails_its_own_write_alone() {
    for (reply, class) in [
        ("-OOM command not allowed\r\n", "out of memory"),
        ("-READONLY You can't write\r\n", "read-only"),
        ("-ERR something else\r\n", "server"),
    ] {
        let refused = key(3).into_bytes();
        let server = HeldServer::answering(move |words| {
            let is_refused = words[0] == b"SET" && words[1] == refused;
            is_refused.then_some(reply)
        });
        let redis = instance(server.port(), PATIENT);
        let (counts, seen) = events::warnings(|| {
            World::Thread.cached(&redis, 0, 0);
            server.is_holding();
            for id in 1..=5 {
                World::Thread.cached(&redis, id, id);
            }
            server.release();
            settled(&redis)
        });
        assert_eq!((counts.stored, counts.errors), (5, 1), "{class}");
        assert_eq!(seen.len(), 1, "{class}: {seen:?}");
        assert_eq!(seen[0].field("class"), class);
        assert_eq!(seen[0].field("key"), key(3), "{class}");
        for id in [0, 1, 2, 4, 5] {
            assert_eq!(server.value(&key(id)), Some(id.into()), "{class}");
        }
        World::Thread.cached(&redis, 6, 6);
        assert_eq!(settled(&redis).stored, 6, "{class}");
    }
}
