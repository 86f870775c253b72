//! The settings of `RedisConfig`, one by one: the nine of the seed's table and ours. Each test bears
//! the name of its row and fails if that setting were ignored.

mod address;
mod errors;
mod ours;
mod pool;
mod secrets;

use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance};
use support::RedisServer;

fn config(server: &RedisServer) -> RedisConfig {
    RedisConfig::new().host("127.0.0.1").port(server.port())
}

fn instance(config: RedisConfig) -> RedisInstance {
    RedisInstance::new(config).expect("settings that are right")
}

/// Not before the time-out, and not so late that another time (5 s by default) was in force.
#[track_caller]
fn about(timeout: Duration, elapsed: Duration) {
    let late = timeout + Duration::from_secs(3);
    assert!(
        (timeout..late).contains(&elapsed),
        "{elapsed:?} with a time-out of {timeout:?}"
    );
}

fn url(url: &str) -> RedisConfig {
    RedisConfig::new().url(url)
}
