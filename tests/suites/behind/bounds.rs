//! What waits is bounded, and whoever comes when it is full is not held up.

use std::time::{Duration, Instant};

use dtcache::{ErrorKind, RedisInstance};
use support::fake::random_bytes;
use support::{RedisServer, events, process};

use crate::{World, instance, settled};

/// Text that zlib cannot make much smaller: some 10 KiB of it are some 8 KiB.
fn value(seed: u32) -> String {
    let bytes = random_bytes(u64::from(seed) * 2 + 1, 10 * 1024);
    let digit = |byte: u8| char::from(b'0' + byte % 64);
    bytes.into_iter().map(digit).collect()
}

/// More than there is room for, and the slowest call.
fn overfill(redis: &RedisInstance, count: u32) -> Duration {
    let timed = |id| {
        let value = value(id);
        let start = Instant::now();
        World::Thread.refreshed(redis, id, value);
        start.elapsed()
    };
    (0..count).map(timed).max().unwrap_or_default()
}

#[test]
fn a_stopped_server_is_given_up_when_the_queue_is_full() {
    const COUNT: u32 = 4000;
    if !process::is_child() {
        process::child_with_env(
            "bounds::a_stopped_server_is_given_up_when_the_queue_is_full",
            [("NOTHING", "")],
        );
        return;
    }
    let server = RedisServer::start();
    let redis = instance(server.port(), Duration::from_secs(60));
    overfill(&redis, 50);
    settled(&redis);
    server.pause();
    let before = process::peak_memory();
    let (slowest, seen) = events::warnings(|| overfill(&redis, COUNT));
    let grown = process::peak_memory() - before;

    let counts = redis.stats().total();
    let (waiting, dropped) = (counts.pending, counts.errors);
    println!("{waiting} wait, {dropped} dropped, {grown} bytes, slowest {slowest:?}");
    assert_eq!(waiting + dropped, u64::from(COUNT));
    assert!(waiting > 1000 && dropped > 1000, "{counts:?}");
    assert!(grown < 32 << 20, "{grown} bytes");
    assert!(slowest < Duration::from_millis(500), "{slowest:?}");
    let failures: Vec<_> = redis.stats().failures().collect();
    assert_eq!(failures, [(ErrorKind::Busy, dropped)]);
    assert_eq!(seen.len(), 1, "said once, and then counted: {seen:?}");
    assert_eq!(seen[0].field("class"), "busy");
    assert_eq!(seen[0].field("operation"), "set");
    assert!(seen[0].field("error").contains("127.0.0.1"), "{seen:?}");

    server.resume();
    let counts = settled(&redis);
    assert_eq!((counts.stored, counts.errors), (50 + waiting, dropped));
}

#[test]
fn a_queue_of_small_writes_is_bounded_in_their_number() {
    let server = RedisServer::start();
    let redis = instance(server.port(), Duration::from_secs(60));
    server.pause();
    for id in 0..5000 {
        World::Thread.refreshed(&redis, id, id);
    }
    let counts = redis.stats().total();
    assert_eq!((counts.pending, counts.errors), (4096, 5000 - 4096));
    server.resume();
    assert_eq!(settled(&redis).stored, 4096);
}
