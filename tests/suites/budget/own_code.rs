//! What the user's own code takes between the body and the write is no slowness of the server's.

use std::thread::sleep;
use std::time::Duration;

use dtcache::{Breaker, RedisConfig, RedisInstance, acache_function, cache_function};
use support::{RedisServer, wait};
use tokio::runtime::Runtime;

/// As many as would open the breaker.
const CALLS: u64 = 12;

fn instance(server: &RedisServer) -> RedisInstance {
    let config = RedisConfig::new().url(server.url());
    RedisInstance::new(config).expect("settings that are right")
}

/// All results are stored, if not at once then behind their calls, and the server is not blamed.
#[track_caller]
fn is_well(redis: &RedisInstance) {
    wait::until("results that are stored", || {
        redis.stats().total().stored == CALLS
    });
    assert_eq!(redis.status().breaker(), Breaker::Closed);
    assert_eq!(redis.stats().total().errors, 0);
}

/// A part of the budget, and more than all of it.
fn conditions() -> [Duration; 2] {
    [60, 120].map(Duration::from_millis)
}

#[test]
fn of_a_sync_call() {
    let server = RedisServer::start();
    for takes in conditions() {
        let redis = instance(&server);
        for number in 0..CALLS {
            let id = (takes, number);
            let call = cache_function("slow").redis(&redis).arg("id", &id);
            let call = call.cache_if(|_: &u64| {
                sleep(takes);
                true
            });
            assert_eq!(call.call(|| number), number);
        }
        is_well(&redis);
    }
}

#[test]
fn of_an_async_call() {
    let server = RedisServer::start();
    for takes in conditions() {
        let redis = instance(&server);
        let runtime = Runtime::new().expect("a runtime");
        runtime.block_on(async {
            for number in 0..CALLS {
                let id = (takes, number);
                let call = acache_function("slow").redis(&redis).arg("id", &id);
                let call = call.cache_if(|_: &u64| {
                    sleep(takes);
                    true
                });
                assert_eq!(call.call(|| async { number }).await, number);
            }
        });
        is_well(&redis);
    }
}
