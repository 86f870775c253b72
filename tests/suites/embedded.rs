//! `memory://`: the same keys, the same bytes, the same lives as on a server, for sync and async.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use dtcache::{
    RedisConfig, RedisInstance, acache_data, acache_function, cache_data, cache_function,
    cache_wrapper,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::events::{self, Event};
use support::{RedisServer, wait};
use tokio::runtime::{Builder, Runtime};

fn embedded() -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings")
}

fn on(server: &RedisServer) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings")
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// What a miss and a hit of the same call look like from outside: every event with its key and
/// number of bytes, and what came back.
fn seen<T>(redis: &RedisInstance, value: &T) -> (Vec<Event>, Vec<String>)
where
    T: Clone + Serialize + DeserializeOwned,
{
    let runtime = runtime();
    let (returned, events) = events::collect(|| {
        let sync = || {
            let call = cache_function("value")
                .redis(redis)
                .expire(60)
                .arg("sync", &true);
            call.call(|| value.clone())
        };
        let asynchronous = || {
            let call = acache_function("value")
                .redis(redis)
                .expire(60)
                .arg("sync", &false);
            runtime.block_on(call.call(|| async { value.clone() }))
        };
        [sync(), sync(), asynchronous(), asynchronous()]
    });
    let text = |value: &T| serde_json::to_string(value).expect("JSON");
    (events, returned.iter().map(text).collect())
}

#[track_caller]
fn is_the_same<T: Clone + Serialize + DeserializeOwned>(value: &T) {
    let server = RedisServer::start();
    let memory = embedded();
    let (on_redis, from_redis) = seen(&on(&server), value);
    let (in_memory, from_memory) = seen(&memory, value);
    assert_eq!(on_redis, in_memory);
    assert_eq!(from_redis, from_memory);

    for event in in_memory {
        let key = event.field("key");
        let here = memory.entry(key).expect("always there");
        assert_eq!(here, server.get(key), "{key}");
    }
}

#[test]
fn the_same_keys_and_bytes_as_on_a_server() {
    is_the_same(&7_u8);
    is_the_same(&"Zürich 😀".repeat(100));
    is_the_same(&vec![0.1, -0.0, 1e300]);
    is_the_same(&BTreeMap::from(
        [("a", 1), ("b", 2)].map(|(k, v)| (k.to_owned(), v)),
    ));
    is_the_same(&HashMap::from([("a".to_owned(), vec![Some(1), None])]));
    is_the_same(&(true, 'x', u128::MAX));
    // And what is stored nowhere.
    is_the_same(&None::<u8>);
    is_the_same(&f64::NAN);
}

/// The JSON of an entry is what comes out as a `Value`: the same from both.
#[test]
fn the_same_json_as_on_a_server() {
    let server = RedisServer::start();
    for redis in [on(&server), embedded()] {
        cache_function("shape")
            .redis(&redis)
            .call(|| (1, "two".to_owned(), vec![3.5]));
        let json = cache_function("shape")
            .redis(&redis)
            .call(|| serde_json::Value::Null);
        assert_eq!(json, serde_json::json!([1, "two", [3.5]]), "{redis:?}");
    }
}

#[test]
fn expiry_is_honoured() {
    let redis = embedded();
    let runtime = runtime();
    let sync = |life: u64, value: u32| {
        let call = cache_function("life").redis(&redis).arg("life", &life);
        call.expire(Duration::from_millis(life)).call(|| value)
    };
    let asynchronous = |life: u64, value: u32| {
        let call = acache_function("alife").redis(&redis).arg("life", &life);
        runtime.block_on(call.expire(Duration::from_millis(life)).call_sync(|| value))
    };
    assert_eq!((sync(60_000, 1), sync(60_000, 2)), (1, 1));
    assert_eq!((asynchronous(60_000, 1), asynchronous(60_000, 2)), (1, 1));
    assert_eq!((sync(0, 1), sync(0, 2)), (1, 2), "zero is not stored");
    sync(30, 1);
    asynchronous(30, 1);
    wait::until("the entry to expire", || sync(30, 2) == 2);
    wait::until("the entry to expire", || asynchronous(30, 2) == 2);
    assert_eq!((sync(60_000, 3), asynchronous(60_000, 3)), (1, 1));

    // A new value brings its own life, and without one it stays.
    cache_data(&redis, "manual", &1, Duration::from_millis(1));
    cache_data(&redis, "manual", &2, None);
    let brief = || {
        cache_function("brief")
            .redis(&redis)
            .expire(Duration::from_millis(1))
    };
    brief().call(|| 1);
    wait::until("another entry to expire", || brief().call(|| 2) == 2);
    assert_eq!(cache_function("manual").redis(&redis).call(|| 3), 2);
}

#[cache_wrapper(namespace = "counted", redis = redis, skip = [redis, runs], expire = 60)]
fn counted(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    id
}

#[cache_wrapper(namespace = "counted", redis = redis, skip = [redis, runs], expire = 60)]
async fn counted_async(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    id
}

#[test]
fn sync_and_async_functions_share_it() {
    let redis = embedded();
    let runs = Cell::new(0);
    let runtime = runtime();
    assert_eq!(counted(&redis, &runs, 1), 1);
    assert_eq!(runtime.block_on(counted_async(&redis, &runs, 1)), 1);
    assert_eq!(runtime.block_on(counted_async(&redis, &runs, 2)), 2);
    assert_eq!(counted(&redis.clone(), &runs, 2), 2);
    assert_eq!(runs.get(), 2);
}

#[test]
fn each_instance_has_its_own() {
    let (one, other) = (embedded(), embedded());
    let runs = Cell::new(0);
    counted(&one, &runs, 1);
    counted(&other, &runs, 1);
    assert_eq!(runs.get(), 2);
}

#[test]
fn data_delete_stats_and_reset() {
    let redis = embedded();
    let runtime = runtime();
    let read = |key: &str| cache_function(key).redis(&redis).only_for(true).call(|| 0);
    assert_eq!(cache_data(&redis, "one", &1, 60), &1);
    runtime.block_on(async { assert_eq!(acache_data(&redis, "two", &2, 60).await, &2) });
    assert_eq!((read("one"), read("two")), (1, 2));
    redis.reset();
    assert_eq!(
        (read("one"), read("two")),
        (1, 2),
        "entries are not touched"
    );
    assert_eq!(
        (redis.delete("one"), redis.delete("one")),
        (Ok(true), Ok(false))
    );
    assert_eq!(runtime.block_on(redis.delete_async("two")), Ok(true));
    assert_eq!(runtime.block_on(redis.delete_async("two")), Ok(false));
    assert_eq!((read("one"), read("two")), (0, 0));
    let counts = redis.stats().total();
    assert_eq!(
        (counts.hits, counts.misses, counts.errors),
        (4, 2, 0),
        "{counts:?}"
    );
    redis.ping().expect("always there");
}

#[test]
fn limits_hold_here_as_well() {
    let small = RedisConfig::new()
        .url("memory://")
        .max_value_size(50)
        .max_decoded_size(200);
    let redis = RedisInstance::new(small).expect("settings");
    for (namespace, value) in [("entry", dense(150)), ("json", "a".repeat(300))] {
        let (result, seen) = events::warnings(|| {
            cache_function(namespace)
                .redis(&redis)
                .call(|| value.clone())
        });
        assert_eq!(result, value);
        let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
        assert_eq!(classes, ["too large"], "{namespace}");
    }
    assert_eq!(redis.stats().total().stored, 0);
}

/// Text that zlib cannot make much shorter.
fn dense(count: usize) -> String {
    let letters = (b'0'..=b'9')
        .chain(b'A'..=b'Z')
        .chain(b'a'..=b'z')
        .map(char::from);
    let letters: Vec<_> = letters.collect();
    let letter = |byte: u8| letters[usize::from(byte) % letters.len()];
    support::fake::random_bytes(1, count)
        .into_iter()
        .map(letter)
        .collect()
}
