//! What a lying server can make this process hold: never more than the limits allow.

#[path = "memory_bounds/bomb.rs"]
mod bomb;
#[path = "memory_bounds/nested.rs"]
mod nested;

use std::cell::Cell;
use std::time::Duration;

use bomb::bomb;
use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::{RedisServer, events, process};

const MIB: usize = 1024 * 1024;

const URL: &str = "DTCACHE_TEST_URL";

/// What a bad entry may cost.
const MOST: usize = 64 * MIB;

fn config() -> RedisConfig {
    let url = std::env::var(URL).expect("set by the parent");
    // Debug builds inflate slowly, and a large reply takes its time.
    RedisConfig::new().url(url).budget(Duration::from_secs(20))
}

/// Calls under `key` in this process, sync and async, and says how far the peak of its memory rose.
fn growth<T>(key: &str, config: RedisConfig, fresh: impl Fn() -> T, class: &str) -> usize
where
    T: Serialize + DeserializeOwned,
{
    let redis = RedisInstance::new(config).expect("settings");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let runs = Cell::new(0);
    let call = |key: &str| {
        let body = || {
            runs.set(runs.get() + 1);
            fresh()
        };
        // An expiry of zero stores nothing, so that the async call meets the same entry.
        cache_function(key).redis(&redis).expire(0).call(body);
        let call = acache_function(key).redis(&redis).expire(0);
        runtime.block_on(call.call_sync(body));
    };
    call("warm up");
    runs.set(0);
    let before = process::peak_memory();
    let ((), seen) = events::warnings(|| call(key));
    let growth = process::peak_memory() - before;

    assert_eq!(runs.get(), 2, "each body ran once");
    let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
    assert_eq!(classes, [class; 2], "{seen:?}");
    println!("{key}: the peak rose by {} KiB", growth / 1024);
    assert!(
        growth < MOST,
        "{key}: the peak rose by {} MiB",
        growth / MIB
    );
    growth
}

/// What a child said of its memory, for who wants to quote it.
fn quote(output: &str) {
    let lines = output
        .lines()
        .filter_map(|line| line.find("the peak rose").map(|_| line));
    for line in lines {
        println!("{line}");
    }
}

#[test]
fn a_zip_bomb_of_a_gibibyte() {
    if process::is_child() {
        growth("bomb", config(), String::new, "too large");
        return;
    }
    let server = RedisServer::start();
    let bomb = bomb(1024);
    assert!(
        bomb.len() < 8 * MIB,
        "small enough to be read at all: {}",
        bomb.len()
    );
    server.set("bomb", &bomb);
    let output = process::output_with_env("a_zip_bomb_of_a_gibibyte", [(URL, server.url())]);
    quote(&output);
}

#[test]
fn an_entry_of_256_mebibytes() {
    is_not_read("an_entry_of_256_mebibytes", 256);
}

/// As large as Redis lets a value be.
#[test]
fn an_entry_of_512_mebibytes() {
    is_not_read("an_entry_of_512_mebibytes", 512);
}

fn is_not_read(test: &str, mebibytes: usize) {
    if process::is_child() {
        growth("huge", config(), String::new, "too large");
        return;
    }
    let server = RedisServer::start();
    // Fills it with zeros, without sending them.
    let last = (mebibytes * MIB - 1).to_string();
    let length: usize = server.raw(&["SETRANGE", "huge", &last, "x"]);
    assert_eq!(length, mebibytes * MIB);
    quote(&process::output_with_env(test, [(URL, server.url())]));
}

/// A server can also announce what it never sends.
#[test]
fn an_announced_length_is_not_taken_at_its_word() {
    const TEST: &str = "an_announced_length_is_not_taken_at_its_word";
    if process::is_child() {
        let url = std::env::var(URL).expect("set by the parent");
        let redis = RedisConfig::new().url(url);
        let redis = redis.socket_timeout(Duration::from_millis(200));
        let redis = RedisInstance::new(redis).expect("settings");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let before = process::peak_memory();
        assert_eq!(cache_function("length").redis(&redis).call(|| 1), 1);
        let call = acache_function("length").redis(&redis).call_sync(|| 1);
        assert_eq!(runtime.expect("a runtime").block_on(call), 1);
        let growth = process::peak_memory() - before;
        assert!(growth < 64 * MIB, "the peak rose by {} MiB", growth / MIB);
        return;
    }
    for announced in [
        "$1073741824\r\nabc",
        "*1073741824\r\n",
        "%536870912\r\n",
        "~1073741824\r\n",
    ] {
        let server = support::fake::FakeServer::start(move |words| match words[0].as_slice() {
            b"GETRANGE" => Some(announced.as_bytes().to_vec()),
            _ => Some(b"+OK\r\n".to_vec()),
        });
        process::child_with_env(TEST, [(URL, server.url())]);
    }
}
