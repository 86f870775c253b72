//! What a borrower leaves behind, and lent connections in places that cannot carry them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use dtcache::redis::{self, AsyncCommands, Commands};
use dtcache::{ErrorKind, RedisInstance, acache_data};
use support::{RedisServer, events, wait};
use tokio::runtime::Builder;

use crate::world::{impatient, instance, made, runtime};

/// One connection at most, so that the next borrower would get that of the last.
fn only_one(server: &RedisServer) -> RedisInstance {
    made(impatient(server.port(), 500, 500).max_connections(1))
}

#[test]
fn a_transaction_is_not_handed_on() {
    let server = RedisServer::start();
    server.set("key", b"value");
    let redis = only_one(&server);
    for _ in 0..3 {
        let mut lent = redis.get_redis().expect("a connection");
        redis::cmd("MULTI").exec(&mut lent).expect("begun");
        drop(lent);

        let mut lent = redis.get_redis().expect("a connection");
        let answer: redis::RedisResult<String> = lent.get("key");
        assert_eq!(answer.expect("a real answer"), "value");
    }
}

#[test]
fn a_transaction_is_not_handed_on_async() {
    let server = RedisServer::start();
    server.set("key", b"value");
    let redis = only_one(&server);
    runtime().block_on(async {
        for _ in 0..3 {
            let mut lent = redis.get_async_redis().await.expect("a connection");
            let begun = redis::cmd("MULTI").exec_async(&mut lent).await;
            begun.expect("begun");
            drop(lent);

            let mut lent = redis.get_async_redis().await.expect("a connection");
            let answer: redis::RedisResult<String> = lent.get("key").await;
            assert_eq!(answer.expect("a real answer"), "value");
        }
    });
}

/// Without its time-out, a check on a stopped server would wait for ever.
#[test]
fn a_connection_without_a_time_out_is_checked_in_time() {
    let server = RedisServer::start();
    let redis = only_one(&server);
    let unbounded = || {
        let lent = redis.get_redis().expect("a connection");
        lent.set_read_timeout(None).expect("taken off");
        lent.set_write_timeout(None).expect("taken off");
    };
    unbounded();
    drop(redis.get_redis().expect("it works, so it is lent again"));

    unbounded();
    server.pause();
    let (sender, answered) = mpsc::channel();
    let start = Instant::now();
    std::thread::spawn({
        let redis = redis.clone();
        move || sender.send(redis.get_redis().map(drop))
    });
    let lent = answered.recv_timeout(wait::PATIENCE);
    assert!(lent.expect("an answer").is_err(), "the server is stopped");
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn the_next_borrower_has_the_configured_time_outs() {
    let server = RedisServer::start();
    let redis = only_one(&server);
    let lent = redis.get_redis().expect("a connection");
    lent.set_read_timeout(None).expect("taken off");
    drop(lent);

    let mut lent = redis.get_redis().expect("a connection");
    server.pause();
    let (sender, answered) = mpsc::channel();
    std::thread::spawn(move || {
        let answer: redis::RedisResult<String> = lent.get("key");
        sender.send(answer.map_err(|error| error.is_timeout()))
    });
    let answer = answered.recv_timeout(wait::PATIENCE);
    assert_eq!(answer.expect("an answer"), Err(true), "a time-out");
}

/// Makes `store` where Tokio cannot carry it: the value comes back, with one event.
#[track_caller]
fn is_refused(store: impl FnOnce()) {
    let (outcome, seen) = events::warnings(|| catch_unwind(AssertUnwindSafe(store)));
    assert!(outcome.is_ok(), "it panicked");
    let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
    assert_eq!(classes, [ErrorKind::NoRuntime.as_str()], "{seen:?}");
}

#[test]
fn acache_data_with_a_lent_connection_needs_a_runtime() {
    let server = RedisServer::start();
    let redis = instance(server.port());
    let home = runtime();
    let mut lent = home.block_on(redis.get_async_redis()).expect("lent");
    is_refused(|| {
        let stored = futures_executor::block_on(acache_data(&mut lent, "data", &7, 60));
        assert_eq!(stored, &7);
    });
    is_refused(|| {
        let plain: &mut redis::aio::MultiplexedConnection = &mut lent;
        let stored = futures_executor::block_on(acache_data(plain, "data", &7, 60));
        assert_eq!(stored, &7);
    });
    for has_io in [false, true] {
        let mut lacking = Builder::new_current_thread();
        let lacking = if has_io {
            lacking.enable_io()
        } else {
            &mut lacking
        };
        let lacking = lacking.build().expect("a runtime");
        is_refused(|| {
            let stored = lacking.block_on(acache_data(&mut lent, "data", &7, 60));
            assert_eq!(stored, &7);
        });
    }
    assert_eq!(server.keys(), [""; 0]);

    // The connection is none the worse for it.
    let (_, seen) = events::warnings(|| home.block_on(acache_data(&mut lent, "data", &7, 60)));
    assert_eq!((seen, server.keys()), (vec![], vec!["data".to_owned()]));
}
