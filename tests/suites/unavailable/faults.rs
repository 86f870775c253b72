//! Servers that are not there, do not answer, or answer that they do not serve.

use std::time::{Duration, Instant};

use dtcache::{RedisConfig, RedisInstance, acache_data, cache_data};
use support::fake::{FakeServer, FullQueue, random_bytes};
use support::{RedisServer, events, port};

use crate::calls::{BUDGET, CALLS, SKIPPED, SLACK, TIMEOUTS, Timeouts, instance, runtime, served};

/// The configuration's two time-outs by default, one after the other.
const DEFAULTS: Duration = Duration::from_secs(10);

/// Makes each call twice, each on an instance of its own: none profits from what another found out,
/// and the second round goes by what the first has left behind.
fn serves_bodies(port: u16, classes: &[&str]) {
    std::thread::scope(|scope| {
        for timeouts in TIMEOUTS {
            for (name, call) in CALLS {
                scope.spawn(move || {
                    let redis = timeouts.instance(port);
                    for round in ["first", "second"] {
                        let name = format!("{name}, {round}, {timeouts:?}");
                        let seen = served(&name, call, &redis);
                        let [class] = seen.as_slice() else {
                            panic!("{name}: one failure: {seen:?}")
                        };
                        let is_known = round == "second" && class == SKIPPED;
                        assert!(
                            is_known || classes.contains(&class.as_str()),
                            "{name}: {class}"
                        );
                    }
                });
            }
            scope.spawn(move || passes_data_through(port, classes, timeouts));
        }
    });
}

/// `cache_data` and its twin pass their value through as well.
fn passes_data_through(port: u16, classes: &[&str], timeouts: Timeouts) {
    let redis = || timeouts.instance(port);
    let sync = || assert_eq!(cache_data(&redis(), "manual", &7, 60), &7);
    let asynchronous = || {
        runtime().block_on(async { assert_eq!(acache_data(&redis(), "manual", &7, 60).await, &7) });
    };
    let calls: [&dyn Fn(); 2] = [&sync, &asynchronous];
    for call in calls {
        let start = Instant::now();
        let ((), seen) = events::warnings(call);
        let elapsed = start.elapsed();
        assert!(elapsed < BUDGET + SLACK, "{elapsed:?}");
        let [event] = seen.as_slice() else {
            panic!("one event: {seen:?}")
        };
        assert!(classes.contains(&event.field("class")), "{event:?}");
    }
}

#[test]
fn nobody_listens() {
    serves_bodies(port::free(), &["refused"]);
}

/// Refused at once, so nothing is waited for at all.
#[test]
fn nobody_listens_and_nobody_waits() {
    for (name, call) in CALLS {
        let redis = RedisConfig::new().host("127.0.0.1").port(port::free());
        let redis = RedisInstance::new(redis).expect("settings that are right");
        assert_eq!(served(name, call, &redis), ["refused"], "{name}");
        assert_eq!(served(name, call, &redis), [SKIPPED], "{name}");
    }
}

#[test]
fn the_server_is_loading() {
    serves_bodies(FakeServer::loading().port(), &["loading"]);
}

#[test]
fn the_server_answers_random_bytes() {
    // With whichever bytes the nonsense begins: a length, an integer, a push, nothing known.
    std::thread::scope(|scope| {
        for first in *b"$*:+>~%_,(#=!|\x00\x7f\xff-" {
            scope.spawn(move || {
                let mut bytes = random_bytes(u64::from(first), 257);
                bytes[0] = first;
                answers_nonsense(&bytes);
            });
        }
        for seed in 1..12 {
            scope.spawn(move || answers_nonsense(&random_bytes(seed, 257)));
        }
    });
}

/// Here the class depends on the bytes, and a look-up may seem to succeed where the store does not.
fn answers_nonsense(bytes: &[u8]) {
    let server = FakeServer::answering(bytes);
    let timeouts = Timeouts {
        connect: Duration::from_millis(100),
        socket: Duration::from_millis(100),
    };
    for (name, call) in CALLS {
        let name = format!("{name} {:?}", &bytes[..8]);
        let redis = timeouts.instance(server.port());
        let seen = served(&name, call, &redis);
        assert!(!seen.is_empty() && seen.len() <= 2, "{name}: {seen:?}");
    }
}

#[test]
fn the_server_takes_commands_and_never_answers() {
    serves_bodies(FakeServer::black_hole().port(), &["timeout"]);
}

/// Logging in and choosing the database are part of connecting.
#[test]
fn the_server_never_answers_the_opening_of_a_connection() {
    let server = FakeServer::black_hole();
    let timeouts = TIMEOUTS[0];
    std::thread::scope(|scope| {
        for (name, call) in CALLS {
            let config = timeouts
                .config(server.port())
                .username("app")
                .password("secret")
                .db(3);
            let redis = RedisInstance::new(config).expect("settings that are right");
            scope.spawn(move || {
                let seen = served(name, call, &redis);
                assert_eq!(seen, ["timeout"], "{name}");
            });
        }
    });
}

#[test]
fn nobody_takes_the_connection() {
    serves_bodies(FullQueue::new().port(), &["timeout"]);
}

#[test]
fn the_server_is_stopped() {
    let server = RedisServer::start();
    server.pause();
    serves_bodies(server.port(), &["timeout"]);
}

/// Each byte comes in time, the whole never.
#[test]
fn the_answer_comes_in_drops() {
    let server = FakeServer::dripping(b"$6\r\n123456\r\n", Duration::from_millis(30));
    std::thread::scope(|scope| {
        for (name, call) in &CALLS {
            let timeouts = TIMEOUTS[0];
            let redis = timeouts.instance(server.port());
            scope.spawn(move || {
                let seen = served(name, *call, &redis);
                assert_eq!(seen, ["timeout"], "{name}");
            });
        }
    });
}

/// A client has no time-outs of its own, and still nothing hangs.
#[test]
fn the_server_never_answers_a_client() {
    let server = FakeServer::black_hole();
    let client = instance(server.port())
        .get_redis_client()
        .expect("a client");
    std::thread::scope(|scope| {
        let (one, other) = (&client, &client);
        scope.spawn(move || {
            let start = Instant::now();
            assert_eq!(cache_data(one, "manual", &7, 60), &7);
            assert!(start.elapsed() < DEFAULTS + SLACK, "{:?}", start.elapsed());
        });
        scope.spawn(move || {
            let start = Instant::now();
            runtime()
                .block_on(async { assert_eq!(acache_data(other, "manual", &7, 60).await, &7) });
            assert!(start.elapsed() < DEFAULTS + SLACK, "{:?}", start.elapsed());
        });
    });
}

#[test]
fn the_server_wants_a_password() {
    let server = RedisServer::options().password("secret").start();
    serves_bodies(server.port(), &["auth"]);
}

#[test]
fn the_server_is_full() {
    let server = RedisServer::start();
    // The one is the test's own connection, which is there already.
    server.raw::<()>(&["CONFIG", "SET", "maxclients", "1"]);
    // The server says so and hangs up; the second may be noticed before the first was read.
    serves_bodies(server.port(), &["busy", "closed"]);
}

#[test]
fn the_server_takes_no_writes() {
    for (line, class) in [
        ("maxmemory 1", "out of memory"),
        ("replicaof 127.0.0.1 1", "read-only"),
    ] {
        let server = RedisServer::options().line(line).start();
        let redis = instance(server.port());
        for (name, call) in CALLS {
            // Look-ups work, so it is noticed where a result is stored.
            let stores = usize::from(!name.contains("Err") && !name.contains("None"));
            let seen = served(name, call, &redis);
            assert_eq!(seen, vec![class; stores], "{name}");
        }
    }
}
