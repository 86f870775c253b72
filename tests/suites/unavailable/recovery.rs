//! Servers that go and come back, and connections that are cut.

use std::cell::Cell;
use std::time::Instant;

use dtcache::Breaker;
use support::{RedisServer, events, wait};

use crate::calls::{BUDGET, CALLS, SLACK, TIMEOUTS, instance, plain, plain_async, runtime};

#[test]
fn the_server_stops_between_two_calls() {
    std::thread::scope(|scope| {
        for (name, call) in CALLS {
            scope.spawn(move || {
                let server = RedisServer::start();
                let redis = TIMEOUTS[1].instance(server.port());
                // One runtime, so that the second call has the connection of the first.
                let (runtime, runs) = (runtime(), Cell::new(0));
                assert!(call(&redis, &runtime, &runs));
                server.raw::<()>(&["FLUSHALL"]);
                server.pause();

                let start = Instant::now();
                let (right, seen) = events::warnings(|| call(&redis, &runtime, &runs));
                let elapsed = start.elapsed();
                assert!(right, "{name}");
                assert_eq!(runs.get(), 2, "{name}");
                assert!(elapsed < BUDGET + SLACK, "{name}: {elapsed:?}");
                let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
                assert_eq!(classes, ["timeout"], "{name}");
            });
        }
    });
}

#[test]
fn the_server_comes_back() {
    let server = RedisServer::start();
    let redis = instance(server.port());
    let runtime = runtime();
    for _ in 0..3 {
        server.kill();
        let runs = Cell::new(0);
        assert_eq!(plain(&redis, &runs, 1), 1);
        assert_eq!(runtime.block_on(plain_async(&redis, &runs, 2)), 2);
        assert_eq!(runs.get(), 2);
        server.restart();
        // Calls have it probed meanwhile; no restart of ours is needed.
        wait::until("the cache is in use again", || {
            plain(&redis, &runs, 1);
            redis.status().breaker() == Breaker::Closed
        });
        plain(&redis, &runs, 1);
        runtime.block_on(plain_async(&redis, &runs, 2));
        runs.set(0);
        assert_eq!(plain(&redis, &runs, 1), 1);
        assert_eq!(runtime.block_on(plain_async(&redis, &runs, 2)), 2);
        assert_eq!(runs.get(), 0, "hits again");
    }
}

#[test]
fn an_idle_connection_that_was_cut_costs_at_most_a_miss() {
    let server = RedisServer::start();
    let redis = instance(server.port());
    let runtime = runtime();
    let runs = Cell::new(0);
    for _ in 0..3 {
        plain(&redis, &runs, 1);
        runtime.block_on(plain_async(&redis, &runs, 2));
        server.raw::<()>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
        assert_eq!(plain(&redis, &runs, 1), 1);
        assert_eq!(runtime.block_on(plain_async(&redis, &runs, 2)), 2);
        runs.set(0);
        assert_eq!(plain(&redis, &runs, 1), 1);
        assert_eq!(runtime.block_on(plain_async(&redis, &runs, 2)), 2);
        assert_eq!(runs.get(), 0, "hits again");
    }
}
