//! Idle connections that the server has cut: nobody is to notice.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use support::fake::{Answer, FakeServer};
use support::{RedisServer, events, wait};

use crate::world::{World, instance};

/// Ends all connections but the tests' own, and says how many.
fn cut(server: &RedisServer) -> usize {
    let clients = server.clients();
    let end = |id| server.raw::<usize>(&["CLIENT", "KILL", "ID", id]);
    clients.iter().map(|client| end(client.field("id"))).sum()
}

fn counted(runs: &Cell<u32>) -> u32 {
    runs.set(runs.get() + 1);
    7
}

#[test]
fn no_look_up_is_lost() {
    for world in World::all() {
        let server = RedisServer::start();
        let redis = instance(server.port());
        let runs = Cell::new(0);
        let ((), seen) = events::warnings(|| {
            assert_eq!(world.cached(&redis, 1, || counted(&runs)), 7);
            for _ in 0..5 {
                assert_eq!(cut(&server), 1, "{world}");
                assert_eq!(world.cached(&redis, 1, || counted(&runs)), 7);
            }
        });
        assert_eq!((runs.get(), seen), (1, vec![]), "{world}");
        let counts = redis.stats().total();
        let counts = (counts.misses, counts.hits, counts.errors);
        assert_eq!(counts, (1, 5, 0), "{world}");
    }
}

/// An idle connection that takes the place of one that was cut has been cut as well.
#[test]
fn no_look_up_is_lost_where_many_connections_were_cut() {
    const THREADS: u32 = 8;
    let server = RedisServer::start();
    let redis = instance(server.port());
    let call = |id: u32| World::Thread.cached(&redis, id, || id);
    for _ in 0..5 {
        server.raw::<()>(&["FLUSHALL"]);
        // Every thread holds a connection, since no write is answered.
        server.raw::<()>(&["CLIENT", "PAUSE", "60000", "WRITE"]);
        std::thread::scope(|scope| {
            for id in 0..THREADS {
                scope.spawn(move || assert_eq!(call(id), id));
            }
            wait::until("each thread to hold a connection", || {
                let clients = server.clients();
                let writes = clients.iter().filter(|client| client.field("cmd") == "set");
                writes.count() == THREADS as usize
            });
            server.raw::<()>(&["CLIENT", "UNPAUSE"]);
        });

        assert_eq!(cut(&server), THREADS as usize);
        let unused = || unreachable!("a hit");
        let (found, seen) = events::warnings(|| World::Thread.cached::<u32>(&redis, 0, unused));
        assert_eq!((found, seen), (0, vec![]));
        std::thread::scope(|scope| {
            for id in 0..THREADS {
                let redis = &redis;
                scope.spawn(move || World::Thread.cached::<u32>(redis, id, unused));
            }
        });
    }
    assert_eq!(redis.stats().total().errors, 0);
}

#[test]
fn no_result_is_lost_when_the_connection_is_cut_while_the_body_runs() {
    for world in World::all() {
        let server = RedisServer::start();
        let redis = instance(server.port());
        for id in 0..5 {
            let body = || {
                assert_eq!(cut(&server), 1, "{world}");
                id
            };
            let (value, seen) = events::warnings(|| world.cached(&redis, id, body));
            assert_eq!((value, seen), (id, vec![]), "{world}");
            let unused = || unreachable!("a hit");
            assert_eq!(world.cached::<u32>(&redis, id, unused), id, "{world}");
        }
        assert_eq!(redis.stats().total().stored, 5, "{world}");
    }
}

/// Asking again is for connections that may have been cut while nobody looked, not for new ones.
#[test]
fn a_server_that_hangs_up_is_not_asked_twice() {
    for world in World::all() {
        let server = FakeServer::start_each(|_, _| Answer::HangUp);
        let redis = instance(server.port());
        for calls in 1..=3 {
            let (value, seen) = events::warnings(|| world.cached(&redis, 1, || 7));
            assert_eq!(value, 7, "{world}");
            let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
            // Said once, and then counted.
            let said: &[&str] = if calls == 1 { &["closed"] } else { &[] };
            assert_eq!(classes, said, "{world}");
            assert_eq!(server.connections(), calls, "{world}");
        }
    }
}

#[test]
fn a_server_that_hangs_up_after_a_while_is_asked_once_more() {
    for world in World::all() {
        let hangs_up = Arc::new(AtomicBool::new(false));
        let server = FakeServer::start_each({
            let hangs_up = Arc::clone(&hangs_up);
            move |_, words| match words.first().map(Vec::as_slice) {
                _ if hangs_up.load(Ordering::SeqCst) => Answer::HangUp,
                Some(b"GET" | b"GETRANGE") => Answer::Bytes(b"$0\r\n\r\n".to_vec()),
                _ => Answer::Bytes(b"+OK\r\n".to_vec()),
            }
        });
        let redis = instance(server.port());
        assert_eq!(world.cached(&redis, 1, || 7), 7, "{world}");
        assert_eq!(server.connections(), 1, "{world}");

        hangs_up.store(true, Ordering::SeqCst);
        let runs = Cell::new(0);
        let (value, seen) = events::warnings(|| world.cached(&redis, 1, || counted(&runs)));
        assert_eq!((value, runs.get()), (7, 1), "{world}");
        let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
        assert_eq!(classes, ["closed"], "{world}");
        assert_eq!(server.connections(), 2, "{world}");
    }
}

#[test]
fn a_server_that_is_gone_is_waited_for_once() {
    for world in World::all() {
        let server = RedisServer::start();
        let redis = instance(server.port());
        world.cached(&redis, 1, || 7);
        server.kill();

        let runs = Cell::new(0);
        let start = Instant::now();
        let (value, seen) = events::warnings(|| world.cached(&redis, 1, || counted(&runs)));
        assert_eq!((value, runs.get()), (7, 1), "{world}");
        let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
        assert_eq!(classes, ["refused"], "{world}");
        assert!(start.elapsed() < Duration::from_secs(1), "{world}");
    }
}
