//! Code of the user's that panics where the cache calls it: the body's value comes back, with one
//! event, and nothing unwinds out of the call.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dtcache::{RedisInstance, acache_function, cache_data, cache_function, cache_wrapper};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use support::RedisServer;
use support::events::{self, Event};

use crate::world::{World, embedded, instance, key, runtime};

/// Cannot be written.
#[derive(Debug, PartialEq, Deserialize)]
struct Unwritable(u32);

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("hunter2 in a Serialize")
    }
}

/// Panics in the middle of something that was begun.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Holder {
    name: String,
    list: Vec<Unwritable>,
}

impl Holder {
    fn new(id: u32) -> Self {
        Self {
            name: "name".to_owned(),
            list: vec![Unwritable(id)],
        }
    }
}

/// Cannot be read.
#[derive(Debug, PartialEq, Serialize)]
struct Unreadable(u32);

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("hunter2 in a Deserialize")
    }
}

/// With the embedded store and with a server.
fn instances(server: &RedisServer) -> [RedisInstance; 2] {
    [embedded(), instance(server.port())]
}

/// Makes a call that gives the body's value, and gives its one event.
#[track_caller]
fn survives<T: PartialEq + std::fmt::Debug>(expected: &T, call: impl FnOnce() -> T) -> Event {
    let (outcome, seen) = events::warnings(|| catch_unwind(AssertUnwindSafe(call)));
    let value = outcome.unwrap_or_else(|_| panic!("it unwound out of the call"));
    assert_eq!(value, *expected, "the body's value");
    assert_eq!(seen.len(), 1, "one event: {seen:?}");
    assert!(!format!("{seen:?}").contains("hunter2"), "{seen:?}");
    seen.into_iter().next().expect("one")
}

#[test]
fn a_result_that_cannot_be_written() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        for world in World::all() {
            for _ in 0..2 {
                let event = survives(&Unwritable(7), || world.cached(&redis, 1, || Unwritable(7)));
                assert_eq!(event.field("class"), "unencodable", "{world}: {event:?}");
                assert_eq!(event.field("key"), key(1), "{world}: {event:?}");
                survives(&Holder::new(7), || {
                    world.cached(&redis, 2, || Holder::new(7))
                });
            }
            // The instance is none the worse for it.
            let counts = redis.stats().total().errors;
            assert_eq!(world.cached(&redis, 3, || 3), 3, "{world}");
            assert_eq!(redis.stats().total().errors, counts, "{world}");
        }
    }
}

#[test]
fn a_hit_that_cannot_be_read() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        for world in World::all() {
            world.store(&redis, &key(1), 5);
            let event = survives(&Unreadable(7), || world.cached(&redis, 1, || Unreadable(7)));
            assert_eq!(event.field("key"), key(1), "{world}: {event:?}");
            assert_eq!(event.field("operation"), "decode", "{world}: {event:?}");

            world.store(&redis, &key(1), 5);
            let unused = || unreachable!("a hit");
            assert_eq!(world.cached::<u32>(&redis, 1, unused), 5, "{world}");
        }
    }
}

#[cache_wrapper(namespace = "attribute", redis = redis, skip = [redis])]
fn with(redis: &RedisInstance, bad: &Holder) -> u32 {
    7
}

#[cache_wrapper(namespace = "attribute", redis = redis, skip = [redis])]
async fn with_async(redis: &RedisInstance, bad: &Holder) -> Result<u32, String> {
    Ok(7)
}

#[test]
fn an_argument_that_cannot_be_written() {
    let server = RedisServer::start();
    let runtime = runtime();
    for redis in instances(&server) {
        for _ in 0..2 {
            let bad = Holder::new(1);
            let calls: [(&str, &dyn Fn() -> u32); 4] = [
                ("attribute", &|| with(&redis, &bad)),
                ("async attribute", &|| {
                    runtime.block_on(with_async(&redis, &bad)).expect("Ok")
                }),
                ("builder", &|| {
                    let call = cache_function("builder").redis(&redis);
                    call.positional(&1).arg("bad", &bad).arg("b", &2).call(|| 7)
                }),
                ("async builder", &|| {
                    let call = acache_function("builder").redis(&redis);
                    let call = call.positional(&bad).arg("bad", &bad);
                    runtime.block_on(call.call(|| async { 7 }))
                }),
            ];
            for (name, call) in calls {
                let event = survives(&7, call);
                assert_eq!(event.field("class"), "unencodable", "{name}: {event:?}");
                assert!(event.field("error").contains("bad") || name == "async builder");
            }
        }
        assert_eq!(redis.stats().total().stored, 0);
    }
    assert_eq!(server.keys(), [""; 0]);
}

#[test]
fn the_key_of_an_argument_that_cannot_be_written() {
    let key = catch_unwind(|| cache_function("key").arg("bad", &Unwritable(1)).key());
    let error = key.expect("nothing unwinds").expect_err("no key");
    assert_eq!(error.kind().as_str(), "unencodable");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn data_that_cannot_be_written_is_passed_through() {
    let redis = embedded();
    let value = Holder::new(1);
    let event = survives(&&value, || cache_data(&redis, "data", &value, 60));
    assert_eq!(event.field("class"), "unencodable", "{event:?}");
    let runtime = runtime();
    let event = survives(&&value, || {
        runtime.block_on(dtcache::acache_data(&redis, "data", &value, 60))
    });
    assert_eq!(event.field("class"), "unencodable", "{event:?}");
}
