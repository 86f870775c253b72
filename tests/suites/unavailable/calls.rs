//! Every kind of cached call, and what each must do whatever becomes of the cache.

use std::cell::Cell;
use std::time::{Duration, Instant};

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function, cache_wrapper};
use support::events::{self, Event};
use tokio::runtime::{Builder, Runtime};
use tracing::Level;

/// Connecting may take long, or answering may: a wait that happens twice shows in one or the other.
pub(crate) const TIMEOUTS: [Timeouts; 2] = [
    Timeouts {
        connect: Duration::from_millis(1500),
        socket: Duration::from_millis(200),
    },
    Timeouts {
        connect: Duration::from_millis(200),
        socket: Duration::from_millis(1500),
    },
];

/// What a cached call may take of its caller's time, by default.
pub(crate) const BUDGET: Duration = Duration::from_millis(100);

/// What a busy machine may add to it; shorter than the longest of the time-outs, which are not for
/// cached calls.
pub(crate) const SLACK: Duration = Duration::from_secs(1);

/// The class that stands for a call which did not ask the server, as that is known to be away.
pub(crate) const SKIPPED: &str = "skipped";

#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) socket: Duration,
}

impl Timeouts {
    pub(crate) fn config(self, port: u16) -> RedisConfig {
        let config = RedisConfig::new().host("127.0.0.1").port(port);
        config
            .connect_timeout(self.connect)
            .socket_timeout(self.socket)
    }

    pub(crate) fn instance(self, port: u16) -> RedisInstance {
        RedisInstance::new(self.config(port)).expect("settings that are right")
    }
}

pub(crate) fn instance(port: u16) -> RedisInstance {
    TIMEOUTS[0].instance(port)
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A call, which adds one to the runs of its body and says whether its body's result came back.
pub(crate) type Call = fn(&RedisInstance, &Runtime, &Cell<u32>) -> bool;

/// Every kind of cached call, by name.
pub(crate) const CALLS: [(&str, Call); 9] = [
    ("plain", |redis, _, runs| plain(redis, runs, 7) == 7),
    ("fallible: Ok", |redis, _, runs| {
        fallible(redis, runs, 7) == Ok(7)
    }),
    ("fallible: Err", |redis, _, runs| {
        fallible(redis, runs, 0).is_err()
    }),
    ("cache_function", |redis, _, runs| {
        cache_function("by hand")
            .redis(redis)
            .arg("id", &7)
            .call(|| body(runs))
            == 7
    }),
    ("plain_async", |redis, runtime, runs| {
        runtime.block_on(plain_async(redis, runs, 7)) == 7
    }),
    ("fallible_async: Ok", |redis, runtime, runs| {
        runtime.block_on(fallible_async(redis, runs, 7)) == Ok(Some(7))
    }),
    ("fallible_async: None", |redis, runtime, runs| {
        runtime.block_on(fallible_async(redis, runs, 1)) == Ok(None)
    }),
    ("fallible_async: Err", |redis, runtime, runs| {
        runtime.block_on(fallible_async(redis, runs, 0)).is_err()
    }),
    ("acache_function", |redis, runtime, runs| {
        let call = acache_function("by hand").redis(redis).arg("id", &7);
        runtime.block_on(call.call_sync(|| body(runs))) == 7
    }),
];

/// What one call does: the body's result within the budget, one run, one line in the log at most;
/// gives the classes of its failures.
pub(crate) fn served(name: &str, call: Call, redis: &RedisInstance) -> Vec<String> {
    let (runtime, runs) = (runtime(), Cell::new(0));
    let start = Instant::now();
    let (right, seen) = events::collect(|| call(redis, &runtime, &runs));
    let elapsed = start.elapsed();
    assert!(right, "{name}: not the body's result");
    assert_eq!(runs.get(), 1, "{name}: runs of the body");
    assert!(elapsed < BUDGET + SLACK, "{name}: {elapsed:?}");
    let lines = seen.iter().filter(|event| event.level <= Level::WARN);
    assert!(lines.count() <= 1, "{name}: {seen:?}");
    seen.iter()
        .filter_map(|event| failure(name, event))
        .collect()
}

/// The class of a failure, whether it was said aloud or not.
fn failure(name: &str, event: &Event) -> Option<String> {
    match event.field("message") {
        "the cache could not serve" => {}
        SKIPPED => return Some(SKIPPED.to_owned()),
        _ => return None,
    }
    assert!(!event.field("operation").is_empty(), "{name}: {event:?}");
    assert!(!event.field("namespace").is_empty(), "{name}: {event:?}");
    let of_the_namespace = event.field("key").starts_with(event.field("namespace"));
    assert!(of_the_namespace, "{name}: {event:?}");
    assert!(
        event.field("error").contains("127.0.0.1"),
        "{name}: {event:?}"
    );
    Some(event.field("class").to_owned())
}

#[cache_wrapper(namespace = "plain", redis = redis, skip = [redis, runs], expire = 60)]
pub(crate) fn plain(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    id
}

#[cache_wrapper(namespace = "fallible", redis = redis, skip = [redis, runs], expire = 60)]
fn fallible(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> Result<u32, String> {
    runs.set(runs.get() + 1);
    if id == 0 {
        Err("zero".to_owned())
    } else {
        Ok(id)
    }
}

#[cache_wrapper(namespace = "plain", redis = redis, skip = [redis, runs], expire = 60)]
pub(crate) async fn plain_async(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    tokio::task::yield_now().await;
    id
}

#[cache_wrapper(namespace = "fallible", redis = redis, skip = [redis, runs], expire = 60)]
async fn fallible_async(
    redis: &RedisInstance,
    runs: &Cell<u32>,
    id: u32,
) -> Result<Option<u32>, String> {
    runs.set(runs.get() + 1);
    if id == 0 {
        Err("zero".to_owned())
    } else {
        Ok((id > 1).then_some(id))
    }
}

fn body(runs: &Cell<u32>) -> u32 {
    runs.set(runs.get() + 1);
    7
}
