//! The thread that writes: there when there is work, gone when there is none. Linux only: threads are
//! counted in `/proc`.

use std::fs;
use std::time::{Duration, Instant};

use support::{RedisServer, process, wait};

use crate::held::HeldServer;
use crate::{World, instance, key, settled};

const PATIENT: Duration = Duration::from_secs(30);

fn writers() -> usize {
    let tasks = fs::read_dir("/proc/self/task").expect("/proc is mounted (Linux)");
    let names = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.trim() == "dtcache-writes").count()
}

/// Runs the rest of a test where no other test has threads.
fn in_child(name: &str, test: impl FnOnce()) {
    if process::is_child() {
        test();
    } else {
        process::child_with_env(name, [("NOTHING", "")]);
    }
}

#[test]
fn a_thread_and_its_connection_end_when_there_is_no_work() {
    in_child(
        "threads::a_thread_and_its_connection_end_when_there_is_no_work",
        || {
            let server = RedisServer::start();
            let redis = instance(server.port(), PATIENT);
            assert_eq!(writers(), 0);
            for round in 1..=2 {
                for id in 0..100 {
                    World::Thread.refreshed(&redis, id, id);
                }
                assert_eq!(settled(&redis).stored, round * 100);
                assert_eq!((writers(), server.clients().len()), (1, 1));
                wait::until("the thread to end", || writers() == 0);
                assert_eq!(server.clients().len(), 0);
            }
        },
    );
}

#[test]
fn an_instance_that_is_dropped_leaves_no_thread_behind() {
    in_child(
        "threads::an_instance_that_is_dropped_leaves_no_thread_behind",
        || {
            let server = RedisServer::start();
            for world in World::both() {
                let redis = instance(server.port(), PATIENT);
                world.refreshed(&redis, 1, 1);
                settled(&redis);
                assert_eq!(writers(), 1, "{world}");
                let start = Instant::now();
                drop(redis);
                wait::until("the thread to end", || writers() == 0);
                // Not for want of work, which takes longer.
                assert!(start.elapsed() < Duration::from_secs(3), "{world}");
            }
        },
    );
}

#[test]
fn what_waits_when_the_instance_is_dropped_is_written() {
    let server = HeldServer::start();
    let redis = instance(server.port(), PATIENT);
    World::Thread.cached(&redis, 0, 0);
    server.is_holding();
    for id in 1..=3 {
        World::Thread.cached(&redis, id, id);
    }
    drop(redis); // waits for nothing, else the test would not end
    server.release();
    wait::until("all of them to be written", || {
        (0..=3).all(|id| server.value(&key(id)) == Some(id.into()))
    });
}

#[test]
fn a_reset_gives_it_a_new_connection() {
    let server = RedisServer::start();
    let redis = instance(server.port(), PATIENT);
    let id = || server.clients()[0].field("id").to_owned();
    World::Thread.refreshed(&redis, 1, 1);
    settled(&redis);
    let before = id();
    redis.reset();
    World::Thread.refreshed(&redis, 2, 2);
    settled(&redis);
    assert_ne!(before, id());
}
