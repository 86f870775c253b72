//! When a result is computed anew, and what is served meanwhile: early refreshes, stale and absent
//! values, lives from chance and from the value.

mod absent;
mod behind;
mod early;
mod life;
mod stale;

use std::thread::sleep;
use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance};
use support::{RedisServer, wait};
use tokio::runtime::{Builder, Runtime};

/// A life that a test can wait for.
const SHORT: Duration = Duration::from_millis(40);
/// One that is not over before the test is.
const LONG: Duration = Duration::from_secs(600);

fn at(url: String) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url)).expect("good settings")
}

fn embedded() -> RedisInstance {
    at("memory://".to_owned())
}

/// A server's, and the embedded store.
fn instances(server: &RedisServer) -> [RedisInstance; 2] {
    [at(server.url()), embedded()]
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Until a life of [`SHORT`] that has begun is over: time is what this is about.
fn until_over() {
    sleep(SHORT + Duration::from_millis(10));
}

/// How long the entry under `key` lives on.
fn left(server: &RedisServer, key: &str) -> Duration {
    let millis = wait::for_some("an entry", || u64::try_from(server.pttl(key)).ok());
    Duration::from_millis(millis)
}
