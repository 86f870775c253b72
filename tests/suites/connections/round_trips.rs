//! How often the server is asked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function};
use support::RedisServer;
use support::fake::FakeServer;

/// The cached calls' commands since the last look, and how often each came.
fn commands(server: &RedisServer) -> BTreeMap<String, u64> {
    let info: String = server.raw(&["INFO", "commandstats"]);
    server.raw::<()>(&["CONFIG", "RESETSTAT"]);
    info.lines()
        .filter_map(|line| line.strip_prefix("cmdstat_")?.split_once(":calls="))
        .filter(|(name, _)| !name.starts_with("info") && !name.starts_with("config"))
        .map(|(name, rest)| {
            let digits = rest.split(',').next().unwrap_or_default();
            (name.to_owned(), digits.parse().expect("a number"))
        })
        .collect()
}

fn counts<const N: usize>(counts: [(&str, u64); N]) -> BTreeMap<String, u64> {
    counts.map(|(name, count)| (name.to_owned(), count)).into()
}

#[test]
fn a_miss_asks_twice_and_a_hit_once() {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sync = |n: u32| {
        cache_function("sync")
            .redis(&redis)
            .expire(60)
            .arg("n", &n)
            .call(|| n)
    };
    let asynchronous = |n: u32| {
        let call = acache_function("async")
            .redis(&redis)
            .expire(60)
            .arg("n", &n);
        runtime.block_on(call.call_sync(|| n))
    };
    let calls: [&dyn Fn(u32) -> u32; 2] = [&sync, &asynchronous];
    for call in calls {
        // Connects, and says whatever new connections say.
        call(0);
        commands(&server);
        for number in 1..=10 {
            call(number);
        }
        assert_eq!(commands(&server), counts([("getrange", 10), ("set", 10)]));
        for number in 1..=10 {
            call(number);
        }
        assert_eq!(commands(&server), counts([("getrange", 10)]));
    }
}

/// A server that answers the first of two commands together with the second, and nothing before.
#[test]
fn a_delete_takes_one_trip_and_ends_the_lease_first() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for is_async in [false, true] {
        let is_ended = AtomicBool::new(false);
        let server = FakeServer::start(move |words| {
            if words.get(1).is_some_and(|key| key == b"{key}:lock") {
                is_ended.store(true, Ordering::Relaxed);
                return None;
            }
            assert!(is_ended.load(Ordering::Relaxed), "the lease comes first");
            // There is no lease, and there is an entry.
            Some(b":0\r\n:1\r\n".to_vec())
        });
        let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
        let deleted = if is_async {
            runtime.block_on(redis.delete_async("key"))
        } else {
            redis.delete("key")
        };
        assert_eq!(deleted, Ok(true), "there was an entry, and no lease");
        assert_eq!(server.commands(), ["DEL", "DEL"]);
    }
}

/// Who waits for a lease that is deleted is told.
#[test]
fn a_delete_says_so_where_there_was_a_lease() {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sync = || redis.delete("key");
    let asynchronous = || runtime.block_on(redis.delete_async("key"));
    let deletes: [&dyn Fn() -> Result<bool, dtcache::Error>; 2] = [&sync, &asynchronous];
    for delete in deletes {
        assert_eq!(delete(), Ok(false));
        commands(&server);
        assert_eq!(delete(), Ok(false));
        assert_eq!(commands(&server), counts([("del", 2)]));
        server.set("{key}:lock", b"somebody's");
        commands(&server);
        assert_eq!(delete(), Ok(false));
        assert_eq!(commands(&server), counts([("del", 2), ("publish", 1)]));
        assert_eq!(server.keys(), [""; 0]);
    }
}
