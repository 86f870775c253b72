//! A server that is stopped: connections are accepted, bytes are taken, nothing is answered. Every
//! wait has an end, however many connections are idle and however many callers there are.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use dtcache::{RedisInstance, acache_function, cache_function};
use support::RedisServer;

use crate::world::{impatient, made, runtime};

/// What a busy machine may add to what is allowed.
fn slack(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn timed<T>(code: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = code();
    (result, start.elapsed())
}

/// A second at most for a connection, with as many idle ones as there may be.
fn with_idle_connections(idle: impl FnOnce(&RedisInstance)) -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let redis = made(impatient(server.port(), 500, 500).max_connections(10));
    idle(&redis);
    assert_eq!(server.clients().len(), 10);
    server.pause();
    (server, redis)
}

const LOAN: Duration = Duration::from_secs(1);

#[test]
fn a_loan_is_refused_in_time() {
    let (server, redis) = with_idle_connections(|redis| {
        let lend = |_| redis.get_redis().expect("a connection");
        drop((0..10).map(lend).collect::<Vec<_>>());
    });
    let (lent, elapsed) = timed(|| redis.get_redis());
    assert!(lent.is_err(), "a connection that does not work: {lent:?}");
    assert!(elapsed < LOAN + slack(300), "{elapsed:?}");

    server.resume();
    drop(redis.get_redis().expect("a connection that works"));
}

#[test]
fn an_async_loan_is_refused_in_time() {
    let runtime = runtime();
    let (server, redis) = with_idle_connections(|redis| {
        runtime.block_on(async {
            let mut lent = Vec::new();
            for _ in 0..10 {
                lent.push(redis.get_async_redis().await.expect("a connection"));
            }
        });
    });
    let (lent, elapsed) = timed(|| runtime.block_on(redis.get_async_redis()));
    assert!(lent.is_err(), "a connection that does not work: {lent:?}");
    assert!(elapsed < LOAN + slack(300), "{elapsed:?}");

    server.resume();
    let lent = runtime.block_on(redis.get_async_redis());
    drop(lent.expect("a connection that works"));
}

#[test]
fn many_loans_at_once_are_refused_in_time() {
    let (_server, redis) = with_idle_connections(|redis| {
        let lend = |_| redis.get_redis().expect("a connection");
        drop((0..10).map(lend).collect::<Vec<_>>());
    });
    let together = Barrier::new(10);
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                together.wait();
                let (lent, elapsed) = timed(|| redis.get_redis());
                assert!(lent.is_err(), "{lent:?}");
                assert!(elapsed < LOAN + slack(300), "{elapsed:?}");
            });
        }
    });
}

const CALLERS: u32 = 48;
const CALL: Duration = Duration::from_millis(100 + 1000);

#[test]
fn every_thread_gets_its_bodys_value_in_time() {
    let server = RedisServer::start();
    let redis = made(impatient(server.port(), 100, 1000));
    redis.ping().expect("an answer");
    server.pause();
    let together = Barrier::new(CALLERS as usize);
    std::thread::scope(|scope| {
        for id in 0..CALLERS {
            let (redis, together) = (&redis, &together);
            scope.spawn(move || {
                together.wait();
                let call = cache_function("call").redis(redis).arg("id", &id);
                let (value, elapsed) = timed(|| call.call(|| id));
                assert_eq!(value, id);
                assert!(elapsed < CALL + slack(500), "thread {id}: {elapsed:?}");
            });
        }
    });
}

/// Some begin when others have all the connections there may be, and could wait for these first.
#[test]
fn a_thread_that_comes_later_gets_its_bodys_value_in_time() {
    const FIRST: u32 = 16;
    let server = RedisServer::start();
    let redis = made(impatient(server.port(), 100, 1000));
    redis.ping().expect("an answer");
    server.pause();
    std::thread::scope(|scope| {
        for id in 0..CALLERS {
            let redis = &redis;
            scope.spawn(move || {
                // Coming later is the matter itself; a stopped server cannot be asked who is there.
                let late = if id < FIRST { 0 } else { 50 };
                std::thread::sleep(Duration::from_millis(late));
                let call = cache_function("call").redis(redis).arg("id", &id);
                let (value, elapsed) = timed(|| call.call(|| id));
                assert_eq!(value, id);
                assert!(elapsed < CALL + slack(500), "thread {id}: {elapsed:?}");
            });
        }
    });
}

#[test]
fn every_task_gets_its_bodys_value_in_time() {
    let server = RedisServer::start();
    let redis = made(impatient(server.port(), 100, 1000));
    let runtime = runtime();
    runtime.block_on(redis.ping_async()).expect("an answer");
    server.pause();
    let tasks: Vec<_> = (0..CALLERS)
        .map(|id| {
            let redis = redis.clone();
            runtime.spawn(async move {
                let start = Instant::now();
                let call = acache_function("call").redis(&redis).arg("id", &id);
                (call.call(|| async { id }).await, start.elapsed())
            })
        })
        .collect();
    for (id, task) in (0..).zip(tasks) {
        let (value, elapsed) = runtime.block_on(task).expect("no panic");
        assert_eq!(value, id);
        assert!(elapsed < CALL + slack(500), "task {id}: {elapsed:?}");
    }
}
