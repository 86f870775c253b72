//! The process that calls: threads and tasks, hits and misses, every kind of function.

mod asynchronous;
mod blocking;
mod function;

use std::io::stdin;
use std::sync::Arc;
use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance};
use fastrand::Rng;

use super::Load;
use super::tally::Counters;
use function::Function;

const THREADS: u64 = 8;
const TASKS: u64 = 16;

/// Between two calls of a caller, at most.
const PAUSE: Duration = Duration::from_millis(10);

/// How many entries of a function there may be: few enough for hits.
const IDS: u64 = 200;

/// Calls until its input ends, and prints a tally for each line of it.
pub fn traffic(load: &Load) {
    // What asks the cache itself, an invalidation, is to end within a fault or soon after it.
    let config = RedisConfig::new()
        .url(&load.url)
        .connect_timeout(Duration::from_secs(1))
        .socket_timeout(Duration::from_secs(1));
    let redis = RedisInstance::new(config).expect("an address");
    redis.clone().install().expect("no other instance");
    let (mut seeds, counters) = (Rng::with_seed(load.seed), Arc::new(Counters::default()));
    for _ in 0..THREADS {
        blocking::start(seeds.fork(), &counters);
    }
    asynchronous::start((0..TASKS).map(|_| seeds.fork()).collect(), &counters);
    asynchronous::start_visits(seeds.fork(), &counters);
    for _ in stdin().lines() {
        let tally = counters.tally(&redis);
        println!("{}", serde_json::to_string(&tally).expect("plain data"));
    }
}

/// What a caller does next.
enum Step {
    Call(Function, u64),
    /// A call that is given up after a while.
    CallFor(Duration, Function, u64),
    Invalidate(Function, u64),
}

impl Step {
    fn random(rng: &mut Rng) -> Self {
        let function = Function::random(rng);
        // Low ids are met more often.
        let id = rng.u64(0..IDS) * rng.u64(0..IDS) / IDS;
        match rng.u32(0..100) {
            0..3 => Self::Invalidate(function, id),
            3..8 => Self::CallFor(Duration::from_micros(rng.u64(0..2000)), function, id),
            _ => Self::Call(function, id),
        }
    }
}

fn pause(rng: &mut Rng) -> Duration {
    PAUSE.mul_f64(rng.f64())
}
