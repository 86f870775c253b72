//! Calls, invalidations and expiry in random order, against a model: never is a value served that was
//! computed before an invalidation which completed before the call began.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use dtcache::{Flight, RedisInstance, acache_function, cache_function};
use support::{RedisServer, process};
use tokio::runtime::{Builder, Runtime};

use super::{at, locked};

const KEYS: u64 = 3;
const THREADS: u64 = 4;

/// In each process; all of them with `DTCACHE_LONG`.
fn steps() -> usize {
    if std::env::var_os("DTCACHE_LONG").is_some() {
        50_000
    } else {
        3_000
    }
}

/// The source of truth, and what of it is known to be over; on a connection of its own.
struct Model {
    server: redis::Connection,
}

impl Model {
    fn new(url: &str) -> Self {
        let client = redis::Client::open(url).unwrap();
        let server = client.get_connection().unwrap();
        Self { server }
    }

    fn truth(&mut self, key: u64) -> u64 {
        let truth: Option<u64> = self.ask("GET", &format!("truth:{key}"));
        truth.unwrap_or(0)
    }

    /// What is newer than all that was invalidated.
    fn floor(&mut self, key: u64) -> u64 {
        let floor: Option<u64> = self.ask("GET", &format!("floor:{key}"));
        floor.unwrap_or(0)
    }

    fn change(&mut self, key: u64) -> u64 {
        self.ask("INCR", &format!("truth:{key}"))
    }

    fn invalidated(&mut self, key: u64, truth: u64) {
        let script = "if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[1]) or '0') then \
                      redis.call('SET', KEYS[1], ARGV[1]) end";
        let mut command = redis::cmd("EVAL");
        command
            .arg(script)
            .arg(1)
            .arg(format!("floor:{key}"))
            .arg(truth);
        let () = command.query(&mut self.server).unwrap();
    }

    fn ask<T: redis::FromRedisValue>(&mut self, command: &str, key: &str) -> T {
        redis::cmd(command)
            .arg(key)
            .query(&mut self.server)
            .unwrap()
    }
}

/// One thread's steps.
fn walk(redis: &RedisInstance, url: &str, flight: Flight, seed: u64, left: &AtomicUsize) {
    let mut chance = Chance(seed);
    let (mut model, mut source) = (Model::new(url), Model::new(url));
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    while left
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        })
        .is_ok()
    {
        let key = chance.below(KEYS);
        match chance.below(10) {
            0 => {
                let truth = model.change(key);
                let entry = cache_function("model")
                    .redis(redis)
                    .arg("key", &key)
                    .entry::<u64>();
                // One that fails has completed nothing.
                if entry.invalidate().is_ok() {
                    model.invalidated(key, truth);
                }
            }
            1 => {
                let truth = model.change(key);
                let entry = acache_function("model")
                    .redis(redis)
                    .arg("key", &key)
                    .entry::<u64>();
                if runtime.block_on(entry.invalidate()).is_ok() {
                    model.invalidated(key, truth);
                }
            }
            _ => {
                let floor = model.floor(key);
                let value = call(redis, &runtime, flight, key, &mut chance, &mut source);
                assert!(
                    value >= floor,
                    "{value} of key {key} was over: {floor} is known"
                );
            }
        }
    }
}

fn call(
    redis: &RedisInstance,
    runtime: &Runtime,
    flight: Flight,
    key: u64,
    chance: &mut Chance,
    source: &mut Model,
) -> u64 {
    let life = Duration::from_millis(1 + chance.below(30));
    let pause = Duration::from_micros(chance.below(2000));
    let is_async = chance.below(2) == 0;
    let body = || {
        let truth = source.truth(key);
        thread::sleep(pause);
        truth
    };
    if is_async {
        let call = acache_function("model")
            .redis(redis)
            .expire(life)
            .flight(flight);
        runtime.block_on(call.arg("key", &key).call_sync(body))
    } else {
        let call = cache_function("model")
            .redis(redis)
            .expire(life)
            .flight(flight);
        call.arg("key", &key).call(body)
    }
}

/// A small generator: which steps there are is to depend on nothing but the seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % end
    }
}

fn walk_together(url: &str, flight: Flight, seed: u64, steps: usize) {
    let redis = at(url.to_owned());
    let left = AtomicUsize::new(steps);
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (redis, left) = (&redis, &left);
            scope.spawn(move || walk(redis, url, flight, seed * 1000 + number, left));
        }
    });
    let counts = redis.stats().total();
    println!("{counts:?}");
    assert!(counts.hits > 0 && counts.stored > 0 && counts.joined > 0);
}

#[test]
fn two_processes_with_leases() {
    const TEST: &str = "interleavings::two_processes_with_leases";
    if process::is_child() {
        let url = std::env::var("SERVER").unwrap();
        return walk_together(&url, locked(), 2, steps());
    }
    let server = RedisServer::start();
    let child = process::start(TEST, [("SERVER", server.url())]);
    walk_together(&server.url(), locked(), 1, steps());
    child.passes();
}

#[test]
fn one_process_without() {
    let server = RedisServer::start();
    walk_together(&server.url(), Flight::new(), 3, 2 * steps());
}
