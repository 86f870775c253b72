//! How often the server is asked.

use std::collections::BTreeMap;

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function};
use support::RedisServer;

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
