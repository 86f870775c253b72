//! Arguments of a call that is not cached are not looked at: serializing them may cost more than
//! the body.

use std::cell::Cell;

use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
use serde::{Serialize, Serializer};

use crate::world::{embedded, made, runtime};

/// Counts how often it is serialized.
#[derive(Default)]
struct Counted(Cell<u32>);

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.set(self.0.get() + 1);
        serializer.serialize_u32(1)
    }
}

#[cache_wrapper(namespace = "gated", redis = redis, skip = [redis, open], only_for = [open])]
fn gated(redis: &RedisInstance, open: bool, counted: &Counted) -> u32 {
    7
}

#[cache_wrapper(namespace = "gated", redis = redis, skip = [redis, open], only_for = [open])]
async fn gated_async(redis: &RedisInstance, open: bool, counted: &Counted) -> u32 {
    7
}

#[cache_wrapper(namespace = "two", redis = redis, skip = [redis], only_for = [one > 1, two in [2]])]
fn with_two(redis: &RedisInstance, one: u32, two: u32, counted: &Counted) -> u32 {
    7
}

#[cache_wrapper(namespace = "global")]
fn global(counted: &Counted) -> u32 {
    7
}

#[cache_wrapper(namespace = "global")]
async fn global_async(counted: &Counted) -> u32 {
    7
}

/// How often an argument was serialized in a sync and in an async call.
fn serialized(redis: &RedisInstance, open: bool) -> [u32; 2] {
    let (sync, asynchronous) = (Counted::default(), Counted::default());
    assert_eq!(gated(redis, open, &sync), 7);
    let call = gated_async(redis, open, &asynchronous);
    assert_eq!(runtime().block_on(call), 7);
    [sync.0.get(), asynchronous.0.get()]
}

#[test]
fn a_cached_call_serializes_its_arguments_once() {
    assert_eq!(serialized(&embedded(), true), [1, 1]);
}

#[test]
fn a_call_without_a_condition_that_holds_does_not() {
    let redis = embedded();
    assert_eq!(serialized(&redis, false), [0, 0]);
    assert_eq!(redis.stats().total().bypassed, 2);

    // The second condition may hold where the first does not.
    for (one, two, times) in [(0, 0, 0), (0, 2, 1), (2, 0, 1), (2, 2, 1)] {
        let counted = Counted::default();
        assert_eq!(with_two(&redis, one, two, &counted), 7);
        assert_eq!(counted.0.get(), times, "{one}, {two}");
    }
}

#[test]
fn a_call_of_an_instance_that_is_switched_off_does_not() {
    for url in ["memory://", "redis://127.0.0.1:1/0"] {
        let redis = made(RedisConfig::new().url(url).enabled(false));
        assert_eq!(serialized(&redis, true), [0, 0], "{url}");
        assert_eq!(redis.stats().total().bypassed, 2, "{url}");
    }
}

/// No test of this binary installs an instance.
#[test]
fn a_call_without_an_instance_does_not() {
    assert!(RedisInstance::global().is_none());
    let counted = Counted::default();
    assert_eq!(global(&counted), 7);
    assert_eq!(runtime().block_on(global_async(&counted)), 7);
    assert_eq!(counted.0.get(), 0);
}
