//! What a call does, and what becomes of its write.

use std::time::Duration;

use dtcache::{
    RedisConfig, RedisInstance, Scope, Write, acache_function, cache_function, cache_wrapper,
};
use support::{RedisServer, entry, events, wait};

use crate::held::HeldServer;
use crate::{World, instance, key, runtime, settled};

/// Longer than any test waits.
const PATIENT: Duration = Duration::from_secs(30);

#[cache_wrapper(namespace = "sync", write = background, expire = 60, redis = redis, skip = [redis], entry = sync_entry)]
fn sync(redis: &RedisInstance, id: u32) -> Result<u32, String> {
    Ok(id)
}

#[cache_wrapper(namespace = "async", write = background, redis = redis, skip = [redis], cache_if = |id: &u32| *id > 0)]
async fn asynchronous(redis: &RedisInstance, id: u32) -> u32 {
    id
}

#[test]
fn the_value_returns_before_the_write_is_done() {
    for world in World::both() {
        let server = HeldServer::start();
        let redis = instance(server.port(), PATIENT);
        assert_eq!(world.cached(&redis, 1, 7), 7, "{world}");
        let counts = redis.stats().total();
        let counts = (counts.misses, counts.stored, counts.pending, counts.errors);
        assert_eq!(counts, (1, 0, 1, 0), "{world}");

        server.is_holding();
        assert_eq!(redis.stats().total().pending, 1, "{world}");
        server.release();
        let counts = settled(&redis);
        assert_eq!((counts.stored, counts.errors), (1, 0), "{world}");
        assert_eq!(server.value(&key(1)), Some(7.into()), "{world}");
        assert_eq!(world.cached(&redis, 1, 8), 7, "a hit, {world}");
    }
}

#[test]
fn the_attribute_says_it() {
    let server = RedisServer::start();
    let redis = instance(server.port(), PATIENT);
    server.raw::<()>(&["CLIENT", "PAUSE", "60000", "WRITE"]);
    assert_eq!(sync(&redis, 1), Ok(1));
    runtime().block_on(async {
        assert_eq!(asynchronous(&redis, 1).await, 1);
        assert_eq!(asynchronous(&redis, 0).await, 0); // not worth storing
    });
    assert_eq!(redis.stats().total().pending, 2);
    server.raw::<()>(&["CLIENT", "UNPAUSE"]);
    assert_eq!(settled(&redis).stored, 2);
    assert_eq!(sync_entry(&redis, 1).peek(), Ok(Some(1)));
    assert_eq!(server.keys().len(), 2);
    let of_sync = sync_entry(&redis, 1);
    let left = server.pttl(of_sync.key().expect("a key"));
    assert!((50_000..=60_000).contains(&left), "{left}");
}

#[test]
fn it_waits_where_nothing_is_said() {
    let server = HeldServer::start();
    let redis = instance(server.port(), Duration::from_millis(200));
    for write in [None, Some(Write::Wait)] {
        let call = cache_function("call").redis(&redis).arg("id", &1);
        let call = match write {
            Some(write) => call.write(write),
            None => call,
        };
        call.call(|| 7);
        assert_eq!(redis.stats().total().pending, 0);
    }
    assert_eq!(redis.stats().total().errors, 1, "no answer to the first");
    assert_eq!(redis.stats().total().stored, 1);
}

#[test]
fn scopes_and_conditions_work_as_ever() {
    let server = RedisServer::start();
    for world in World::both() {
        server.raw::<()>(&["FLUSHALL"]);
        let redis = instance(server.port(), PATIENT);
        Scope::new().read_only().run(|| world.cached(&redis, 1, 1));
        Scope::new().bypass().run(|| world.cached(&redis, 1, 1));
        assert_eq!(world.cached(&redis, 1, None::<u32>), None);
        assert_eq!(settled(&redis).stored, 0, "{world}");

        world.cached(&redis, 1, 1);
        settled(&redis);
        world.refreshed(&redis, 1, 2);
        settled(&redis);
        assert_eq!(world.cached(&redis, 1, 3), 2, "{world}");
        let counts = redis.stats().total();
        assert_eq!((counts.stored, counts.errors), (2, 0), "{world}");
    }
}

#[test]
fn the_event_comes_when_it_is_stored() {
    let server = HeldServer::start();
    let redis = instance(server.port(), PATIENT);
    let (bytes, seen) = events::collect(|| {
        World::Thread.cached(&redis, 1, 7);
        server.is_holding();
        server.release();
        settled(&redis);
        entry::encode("7").len()
    });
    assert!(bytes > 0);
    let [_miss, stored] = seen.as_slice() else {
        panic!("two events: {seen:?}")
    };
    assert_eq!(stored.field("message"), "stored");
    assert_eq!(stored.field("operation"), "set");
    assert_eq!(stored.field("namespace"), "call");
    assert_eq!(stored.field("key"), key(1));
    assert!(stored.field("bytes").parse::<u32>().is_ok_and(|n| n > 0));
}

#[test]
fn a_runtime_that_has_ended_takes_no_write_with_it() {
    let server = RedisServer::start();
    let redis = instance(server.port(), PATIENT);
    server.raw::<()>(&["CLIENT", "PAUSE", "60000", "WRITE"]);
    let world = World::Runtime(runtime());
    assert_eq!(world.cached(&redis, 1, 7), 7);
    drop(world);
    assert_eq!(redis.stats().total().stored, 0);
    server.raw::<()>(&["CLIENT", "UNPAUSE"]);
    assert_eq!(settled(&redis).stored, 1);
    assert!(server.get(&key(1)).is_some());
}

/// An async call that makes no look-up needs no runtime.
#[test]
fn an_executor_that_is_not_tokio() {
    let server = RedisServer::start();
    let redis = instance(server.port(), PATIENT);
    let call = async {
        let call = acache_function("call").redis(&redis).arg("id", &1);
        call.write(Write::Background).call(|| async { 7 }).await
    };
    let value = futures_executor::block_on(Scope::new().refresh().run_async(call));
    assert_eq!(value, 7);
    assert_eq!(settled(&redis).stored, 1);
}

#[test]
fn the_embedded_store_has_it_at_once() {
    for world in World::both() {
        let redis = RedisConfig::new().url("memory://");
        let redis = RedisInstance::new(redis).expect("settings");
        world.cached(&redis, 1, 7);
        let counts = redis.stats().total();
        assert_eq!((counts.stored, counts.pending), (1, 0), "{world}");
        assert_eq!(world.cached(&redis, 1, 8), 7, "{world}");
    }
}

/// An entry's life begins with the call.
#[test]
fn the_time_to_live_does_not_grow_while_a_write_waits() {
    const WAIT: Duration = Duration::from_millis(300);
    let server = HeldServer::start();
    let redis = instance(server.port(), PATIENT);
    let call = |id: u32, expire: Duration| {
        let call = cache_function("call").redis(&redis).expire(expire);
        call.write(Write::Background).arg("id", &id).call(|| id)
    };
    let (long, short) = (Duration::from_secs(60), Duration::from_millis(200));
    call(1, long);
    server.is_holding();
    call(2, long);
    call(3, short);
    // The time that passes is the matter itself.
    std::thread::sleep(WAIT);
    server.release();
    let counts = settled(&redis);
    assert_eq!((counts.stored, counts.errors), (2, 1));
    let left = server.px(&key(2)).expect("written with a time to live");
    assert!((40_000..=59_700).contains(&left), "{left}");
    assert_eq!(server.value(&key(3)), None, "its life was over");
}

/// What waits goes out together.
#[test]
fn a_thousand_writes_are_a_few_round_trips() {
    let server = RedisServer::start();
    let redis = instance(server.port(), PATIENT);
    let reads = || {
        let stats: String = server.raw(&["INFO", "stats"]);
        let line = stats
            .lines()
            .find_map(|line| line.strip_prefix("total_reads_processed:"));
        line.and_then(|text| text.parse::<u64>().ok())
            .expect("a count")
    };
    server.raw::<()>(&["CLIENT", "PAUSE", "60000", "WRITE"]);
    World::Thread.refreshed(&redis, 0, 0);
    wait::until("the writer to wait", || {
        server
            .clients()
            .iter()
            .any(|client| client.field("cmd") == "set")
    });
    for id in 1..1000 {
        World::Thread.refreshed(&redis, id, id);
    }
    server.raw::<()>(&["CLIENT", "UNPAUSE"]);
    let before = reads();
    assert_eq!(settled(&redis).stored, 1000);
    let trips = reads() - before;
    println!("{trips} reads for 999 writes");
    assert!(trips < 100, "{trips}");
    assert_eq!(server.keys().len(), 1000);
}
