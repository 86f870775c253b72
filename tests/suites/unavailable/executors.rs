//! Async calls where Tokio cannot carry a connection: polled by another executor, by a runtime
//! without IO, by one without time. They run uncached, with one event a call, and never panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};

use dtcache::{ErrorKind, RedisConfig, RedisInstance, acache_data, acache_function, cache_wrapper};
use support::{RedisServer, events, port};
use tokio::runtime::Builder;

#[cache_wrapper(namespace = "plain", redis = redis, skip = [redis, runs])]
async fn plain(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    id
}

#[cache_wrapper(namespace = "fallible", redis = redis, skip = [redis, runs])]
async fn fallible(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> Result<u32, String> {
    runs.set(runs.get() + 1);
    Ok(id)
}

/// Every kind of async call; each adds one run.
async fn every_call(redis: &RedisInstance, runs: &Cell<u32>) {
    assert_eq!(plain(redis, runs, 1).await, 1);
    assert_eq!(fallible(redis, runs, 2).await, Ok(2));
    let by_hand = acache_function("by hand")
        .redis(redis)
        .call(|| async { plain_body(runs) });
    assert_eq!(by_hand.await, 3);
    let sync = acache_function("sync")
        .redis(redis)
        .call_sync(|| plain_body(runs));
    assert_eq!(sync.await, 3);
    assert_eq!(
        acache_data(redis, "manual", &plain_body(runs), 60).await,
        &3
    );
    let client = redis.get_async_redis_client().expect("a client");
    assert_eq!(
        acache_data(&client, "manual", &plain_body(runs), 60).await,
        &3
    );
}

const CALLS: usize = 6;

fn plain_body(runs: &Cell<u32>) -> u32 {
    runs.set(runs.get() + 1);
    3
}

/// Lets `execute` run every call, twice over; with a server that is there and with none.
#[track_caller]
fn is_uncached(execute: impl Fn(Pin<&mut dyn Future<Output = ()>>)) {
    let server = RedisServer::start();
    for port in [server.port(), port::free()] {
        let redis = RedisConfig::new().host("127.0.0.1").port(port);
        let redis = RedisInstance::new(redis).expect("settings that are right");
        for _ in 0..2 {
            let runs = Cell::new(0);
            let (outcome, seen) = events::warnings(|| {
                catch_unwind(AssertUnwindSafe(|| {
                    execute(pin!(every_call(&redis, &runs)));
                }))
            });
            assert!(outcome.is_ok(), "a call panicked");
            assert_eq!(runs.get() as usize, CALLS, "each body ran once");
            let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
            assert_eq!(classes, [ErrorKind::NoRuntime.as_str(); CALLS], "{seen:?}");
        }
    }
    assert_eq!(server.keys(), [""; 0]);
    assert!(server.clients().is_empty());
}

#[test]
fn an_executor_that_is_not_tokio() {
    is_uncached(|calls| futures_executor::block_on(calls));
}

#[test]
fn a_tokio_runtime_without_io() {
    is_uncached(|calls| {
        Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime")
            .block_on(calls);
    });
    is_uncached(|calls| {
        Builder::new_multi_thread()
            .enable_time()
            .build()
            .expect("a runtime")
            .block_on(calls);
    });
}

#[test]
fn a_tokio_runtime_without_time() {
    is_uncached(|calls| {
        Builder::new_current_thread()
            .enable_io()
            .build()
            .expect("a runtime")
            .block_on(calls);
    });
    is_uncached(|calls| {
        Builder::new_multi_thread()
            .enable_io()
            .build()
            .expect("a runtime")
            .block_on(calls);
    });
}

#[test]
fn a_tokio_runtime_without_either() {
    is_uncached(|calls| {
        Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(calls);
    });
}

/// What a runtime lacks is remembered for that runtime alone.
#[test]
fn a_whole_runtime_after_one_that_lacks_something_is_served() {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runs = Cell::new(0);
    for _ in 0..5 {
        let lacking = Builder::new_current_thread().build().expect("a runtime");
        assert_eq!(lacking.block_on(plain(&redis, &runs, 1)), 1);
        drop(lacking);
        let whole = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        assert_eq!(whole.block_on(plain(&redis, &runs, 1)), 1);
    }
    assert_eq!(
        runs.get(),
        5 + 1,
        "all whole runtimes but the first had a hit"
    );
}

/// The embedded store needs nothing of Tokio.
#[test]
fn the_embedded_store_is_served_by_any_executor() {
    let embedded = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    let runs = Cell::new(0);
    for _ in 0..3 {
        futures_executor::block_on(async { assert_eq!(plain(&embedded, &runs, 1).await, 1) });
        let bare = Builder::new_current_thread().build().expect("a runtime");
        assert_eq!(bare.block_on(plain(&embedded, &runs, 1)), 1);
    }
    assert_eq!(runs.get(), 1);
}
