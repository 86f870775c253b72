//! One load per key in all processes: `flight(lock = true)`.

mod calls;
mod holders;
mod interleavings;
mod many;

use std::time::Duration;

use dtcache::{Flight, RedisConfig, RedisInstance};

/// How long a lease stands that nobody renews.
const LEASE: Duration = Duration::from_secs(2);
/// A lease's time, and what a busy machine adds to it.
const WITHIN_LEASE: Duration = Duration::from_millis(3500);
/// Longer than being told takes, and shorter than looking now and then.
const TOLD: Duration = Duration::from_millis(700);
const BUDGET: Duration = Duration::from_millis(100);

fn locked() -> Flight {
    Flight::new().lock(true)
}

fn at(url: String) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url).budget(BUDGET)).expect("good settings")
}
