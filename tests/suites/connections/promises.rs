//! What the types promise: where a call may be sent, and what is not printed.

use std::cell::Cell;
use std::panic::{RefUnwindSafe, UnwindSafe};

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_wrapper};
use serde::{Deserialize, Serialize};

use crate::world::{embedded, runtime};

fn send<T: Send>(value: T) -> T {
    value
}

#[cache_wrapper(
    namespace = "noted",
    redis = redis,
    skip = [redis, seen],
    cache_if = move |value: &u32| {
        seen.set(seen.get() + *value);
        seen.get() > 1
    },
)]
async fn noted(redis: &RedisInstance, seen: Cell<u32>, id: u32) -> u32 {
    tokio::task::yield_now().await;
    id
}

#[cache_wrapper(
    namespace = "fallible",
    redis = redis,
    skip = [redis, seen],
    cache_if = move |value: &u32| {
        seen.set(seen.get() + *value);
        seen.get() > 1
    },
)]
async fn fallible(redis: &RedisInstance, seen: Cell<u32>, id: u32) -> Result<u32, String> {
    tokio::task::yield_now().await;
    Ok(id)
}

/// The condition is looked at between two waits, and a task may wake on another thread after each.
#[test]
fn a_condition_that_is_not_sync_leaves_the_future_send() {
    let (redis, runtime) = (embedded(), runtime());
    for id in [1, 2] {
        let call = send(noted(&redis, Cell::new(0), id));
        assert_eq!(runtime.block_on(call), id);
        let call = send(fallible(&redis, Cell::new(0), id));
        assert_eq!(runtime.block_on(call), Ok(id));
    }
    assert_eq!(redis.stats().total().stored, 2, "those of id 2");

    let by_hand = || {
        let seen = Cell::new(0);
        acache_function("by hand")
            .redis(&redis)
            .cache_if(move |value: &u32| {
                seen.set(*value);
                seen.get() > 1
            })
    };
    assert_eq!(runtime.block_on(send(by_hand().call(|| async { 1 }))), 1);
    assert_eq!(runtime.block_on(send(by_hand().call_sync(|| 1))), 1);
    let call = send(by_hand().try_call(|| async { Ok::<_, String>(1) }));
    assert_eq!(runtime.block_on(call), Ok(1));
    let call = send(by_hand().try_call_sync(|| Ok::<_, String>(2)));
    assert_eq!(runtime.block_on(call), Ok(2));
    assert_eq!(redis.stats().total().stored, 3);
}

/// A result that one thread at a time may look at.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Single(Cell<u32>);

#[cache_wrapper(namespace = "single", redis = redis, skip = [redis])]
async fn single(redis: &RedisInstance) -> Single {
    tokio::task::yield_now().await;
    Single(Cell::new(7))
}

#[test]
fn a_result_that_is_not_sync_leaves_the_future_send() {
    let (redis, runtime) = (embedded(), runtime());
    for _ in 0..2 {
        let result = runtime.block_on(send(single(&redis)));
        assert_eq!(result, Single(Cell::new(7)));
        let call = acache_function("by hand").redis(&redis);
        let result = runtime.block_on(send(call.call(|| async { Single(Cell::new(8)) })));
        assert_eq!(result, Single(Cell::new(8)));
    }
    assert_eq!(redis.stats().total().hits, 2);
}

#[test]
fn an_instance_goes_anywhere() {
    fn promises<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}
    promises::<RedisInstance>();

    let redis = embedded();
    let outcome = std::panic::catch_unwind(|| redis.ping());
    assert_eq!(outcome.expect("no panic"), Ok(()));
}

/// An address in the wrong place is a mistake, which people log.
#[test]
fn settings_do_not_print_an_address_given_as_a_host() {
    for host in [
        "redis://:hunter2@h",
        "user:hunter2@h",
        "rediss://u:hunter2@h:1/0",
    ] {
        let config = RedisConfig::new().host(host);
        let text = format!("{config:?}{config:#?}");
        assert!(!text.contains("hunter2"), "{text}");
        let error = RedisInstance::new(config).expect_err("no host");
        let text = format!("{error} {error:?}");
        assert!(!text.contains("hunter2"), "{text}");
    }
    let text = format!("{:?}", RedisConfig::new().host("cache.internal"));
    assert!(text.contains("cache.internal"), "{text}");
}
