//! What is done to a key later is not undone by a write in the background that is older.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use dtcache::{
    ErrorKind, RedisInstance, Scope, acache_data, acache_function, cache_data, cache_function,
};
use serde_json::Value;

use crate::held::HeldServer;
use crate::{World, instance, key, runtime, settled};

const PATIENT: Duration = Duration::from_secs(30);

/// How long it is looked whether a command comes that is not to come.
const A_WHILE: Duration = Duration::from_millis(200);

type Change = fn(&World, &RedisInstance);

/// Everything that changes the key of id 1 and is waited for, with what is there after it.
const CHANGES: [(&str, Change, Option<u32>); 6] = [
    (
        "delete",
        |world, redis| {
            let key = key(1);
            let done = world.or(|| redis.delete(&key), redis.delete_async(&key));
            done.expect("a server");
        },
        None,
    ),
    (
        "invalidate",
        |world, redis| {
            let (entry, later) = handles(redis);
            let done = world.or(|| entry.invalidate(), later.invalidate());
            done.expect("a server");
        },
        None,
    ),
    (
        "put",
        |world, redis| {
            let (entry, later) = handles(redis);
            let done = world.or(|| entry.put(&2), later.put(&2));
            assert_eq!(done, Ok(true));
        },
        Some(2),
    ),
    (
        "put of what is not stored",
        |world, redis| {
            let entry = cache_function("call").redis(redis).arg("id", &1).expire(0);
            let later = acache_function("call").redis(redis).arg("id", &1).expire(0);
            let (entry, later) = (entry.entry::<u32>(), later.entry::<u32>());
            assert_eq!(world.or(|| entry.put(&2), later.put(&2)), Ok(false));
        },
        None,
    ),
    (
        "cache_data",
        |world, redis| {
            let key = key(1);
            let two = world.or(|| *cache_data(redis, &key, &2, 60), async {
                *acache_data(redis, &key, &2, 60).await
            });
            assert_eq!(two, 2);
        },
        Some(2),
    ),
    (
        "a call that waits",
        |world, redis| {
            let call = cache_function("call").redis(redis).arg("id", &1);
            let later = acache_function("call").redis(redis).arg("id", &1);
            Scope::new().refresh().run(|| {
                let value = world.or(|| call.call(|| 2), later.call(|| async { 2 }));
                assert_eq!(value, 2);
            });
        },
        Some(2),
    ),
];

fn handles(redis: &RedisInstance) -> (dtcache::Entry<u32>, dtcache::AsyncEntry<u32>) {
    let entry = cache_function("call").redis(redis).arg("id", &1).entry();
    let later = acache_function("call").redis(redis).arg("id", &1).entry();
    (entry, later)
}

#[test]
fn a_write_that_is_under_way_is_waited_for() {
    for (name, change, after) in CHANGES {
        for world in World::both() {
            let server = HeldServer::start();
            let redis = instance(server.port(), PATIENT);
            world.cached(&redis, 1, 1);
            server.is_holding();

            let (done, is_done) = mpsc::channel();
            thread::scope(|scope| {
                scope.spawn(|| {
                    change(&world, &redis);
                    done.send(()).expect("the test waits");
                });
                let early = is_done.recv_timeout(A_WHILE);
                assert!(early.is_err(), "{name}, {world}: before the older write");
                assert!(!server.saw("DEL"), "{name}, {world}");
                server.release();
                is_done.recv().expect("it goes on");
            });
            let value = server.value(&key(1));
            assert_eq!(value, after.map(Value::from), "{name}, {world}");
            assert_eq!(settled(&redis).errors, 0, "{name}, {world}");
        }
    }
}

#[test]
fn a_write_that_waits_is_withdrawn() {
    for (name, change, after) in CHANGES {
        for world in World::both() {
            let server = HeldServer::start();
            let redis = instance(server.port(), PATIENT);
            world.cached(&redis, 0, 0);
            server.is_holding();
            world.cached(&redis, 1, 1);
            change(&world, &redis);
            let value = server.value(&key(1));
            assert_eq!(value, after.map(Value::from), "{name}, {world}");

            server.release();
            let counts = settled(&redis);
            assert_eq!(counts.errors, 0, "{name}, {world}");
            let stored = 1 + u64::from(name == "a call that waits");
            assert_eq!(counts.stored, stored, "{name}, {world}");
            let value = server.value(&key(1));
            assert_eq!(value, after.map(Value::from), "still, {name}, {world}");
        }
    }
}

/// The same where a write is under way and a newer one of the key waits.
#[test]
fn both_of_them_are_settled() {
    for world in World::both() {
        let server = HeldServer::start();
        let redis = instance(server.port(), PATIENT);
        world.cached(&redis, 1, 1);
        server.is_holding();
        world.refreshed(&redis, 1, 2);
        thread::scope(|scope| {
            let delete = scope.spawn(|| {
                let key = key(1);
                world.or(|| redis.delete(&key), redis.delete_async(&key))
            });
            assert_eq!(
                settled_but_one(&redis),
                1,
                "{world}: the newer is withdrawn"
            );
            server.release();
            assert_eq!(delete.join().expect("no panic"), Ok(true), "{world}");
        });
        settled(&redis);
        assert_eq!(server.value(&key(1)), None, "{world}");
    }
}

fn settled_but_one(redis: &RedisInstance) -> u64 {
    support::wait::for_some("one write to be withdrawn", || {
        let pending = redis.stats().total().pending;
        (pending == 1).then_some(pending)
    })
}

#[test]
fn of_two_in_the_background_the_newer_stays() {
    for world in World::both() {
        let server = HeldServer::start();
        let redis = instance(server.port(), PATIENT);
        world.cached(&redis, 1, 1);
        server.is_holding();
        for value in 2..=5 {
            world.refreshed(&redis, 1, value);
        }
        assert_eq!(redis.stats().total().pending, 2, "{world}");
        server.release();
        let counts = settled(&redis);
        assert_eq!((counts.stored, counts.errors), (2, 0), "{world}");
        assert_eq!(server.value(&key(1)), Some(5.into()), "{world}");
    }
}

/// One thread drives both: who deletes and who lets the write go on.
#[test]
fn a_task_that_waits_does_not_hold_the_executor_up() {
    let server = HeldServer::start();
    let redis = instance(server.port(), PATIENT);
    World::Thread.cached(&redis, 1, 1);
    server.is_holding();
    let key = key(1);
    let deleted = runtime().block_on(async {
        let release = async { server.release() };
        tokio::join!(redis.delete_async(&key), release).0
    });
    assert_eq!(deleted, Ok(true));
}

/// A server that does not answer the older write: the newer command fails, and says so in time.
#[test]
fn the_wait_has_an_end() {
    for world in World::both() {
        let server = HeldServer::start();
        let redis = dtcache::RedisConfig::new()
            .host("127.0.0.1")
            .port(server.port())
            .connect_timeout(Duration::from_millis(100))
            .socket_timeout(Duration::from_millis(1500));
        let redis = RedisInstance::new(redis).expect("settings");
        world.cached(&redis, 1, 1);
        server.is_holding();
        let start = Instant::now();
        let key = key(1);
        let deleted = world.or(|| redis.delete(&key), redis.delete_async(&key));
        let elapsed = start.elapsed();
        assert!(
            elapsed < Duration::from_millis(2600),
            "{world}: {elapsed:?}"
        );
        // Either the write was given up first, and the delete done, or it is not done.
        if let Err(error) = deleted {
            assert_eq!(error.kind(), ErrorKind::Timeout, "{world}");
            assert_eq!(error.operation(), "delete", "{world}");
        }
        assert_eq!(settled(&redis).errors, 1, "{world}");
    }
}

#[test]
fn other_keys_are_not_waited_for() {
    for world in World::both() {
        let server = HeldServer::start();
        let redis = instance(server.port(), PATIENT);
        world.cached(&redis, 1, 1);
        server.is_holding();
        let other = key(2);
        let deleted = world.or(|| redis.delete(&other), redis.delete_async(&other));
        assert_eq!(deleted, Ok(false), "{world}");
        server.release();
        settled(&redis);
        assert_eq!(server.value(&key(1)), Some(1.into()), "{world}");
    }
}
