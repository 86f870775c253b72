//! Async calls that are dropped in the middle, wherever they wait: nothing stays behind, and the calls
//! that come next hit.

mod chance;
mod world;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function};
use support::{RedisServer, process, wait};
use tokio::runtime::{Builder, Handle};

use world::{STORED, World, value};

/// So many calls are given up, among others that are not.
const WARM_UP: usize = 10_000;
const GIVEN_UP: usize = 100_000;

/// What an allocator may keep.
const MEMORY: usize = 4 * 1024 * 1024;

/// What a call could leave behind.
#[derive(Debug)]
struct Left {
    tasks: usize,
    connections: usize,
    threads: usize,
    memory: usize,
}

impl Left {
    fn now(server: &RedisServer, handle: &Handle) -> Self {
        Self {
            tasks: handle.metrics().num_alive_tasks(),
            connections: server.clients().len(),
            threads: process::threads().len(),
            memory: process::memory(),
        }
    }
}

#[test]
fn a_hundred_thousand_calls_that_are_given_up() {
    const TEST: &str = "a_hundred_thousand_calls_that_are_given_up";
    if !process::is_child() {
        println!("{}", process::output(TEST));
        return;
    }
    let server = RedisServer::start();
    let config = RedisConfig::new().url(server.url());
    // Nothing is late on a busy machine: what is given up is given up by the callers.
    let config = config.budget(Duration::from_secs(10));
    let redis = RedisInstance::new(config).expect("settings");
    let world = Arc::new(World::new(redis));
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let pending = || world.redis.stats().total().pending;
    runtime.block_on(async {
        for id in 0..STORED {
            world.call(id, 0, false).await;
        }
        world.calls(WARM_UP).await;
    });
    wait::until("background writes to be done", || pending() == 0);
    let before = Left::now(&server, runtime.handle());
    world.completed.store(0, Ordering::Relaxed);
    runtime.block_on(world.calls(GIVEN_UP));
    wait::until("background writes to be done", || pending() == 0);
    wait::until("no task and no connection to be left", || {
        let now = Left::now(&server, runtime.handle());
        now.tasks <= before.tasks
            && now.connections <= before.connections
            && now.threads <= before.threads
    });
    let after = Left::now(&server, runtime.handle());
    let completed = world.completed.load(Ordering::Relaxed);
    println!("{completed} calls were completed; {before:?}, {after:?}");
    println!("{:?}", world.redis.stats());
    assert!(completed > GIVEN_UP / 4, "{completed}");
    assert!(
        after.memory < before.memory + MEMORY,
        "{before:?} {after:?}"
    );
    assert_eq!(world.redis.stats().total().errors, 0);

    let before = world.redis.stats().total();
    let unused = || unreachable!("a hit");
    for id in 0..STORED {
        let call = acache_function("cancelled").redis(&world.redis);
        let hit = runtime.block_on(call.arg("id", &id).call_sync::<String>(unused));
        assert_eq!(hit, value(id));
        let call = cache_function("cancelled").redis(&world.redis);
        assert_eq!(call.arg("id", &id).call::<String>(unused), value(id));
    }
    let hits = world.redis.stats().total().hits - before.hits;
    assert_eq!(hits, 2 * u64::from(STORED));
}
