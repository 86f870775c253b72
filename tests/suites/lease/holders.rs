//! Holders of a lease that are killed, and that are stopped and go on.

use std::thread;
use std::time::{Duration, Instant};

use dtcache::cache_function;
use redis::Commands as _;
use support::{RedisServer, entry, process, wait};

use super::{LEASE, WITHIN_LEASE, at, locked};

const KEY: &str = "held";

/// A child's call, whose body says that it has begun and ends when it is told.
fn hold() -> String {
    let url = std::env::var("SERVER").unwrap();
    let mut other = redis::Client::open(url.as_str())
        .unwrap()
        .get_connection()
        .unwrap();
    let redis = at(url);
    let call = cache_function(KEY)
        .redis(&redis)
        .expire(60)
        .flight(locked());
    call.call(|| {
        let () = other.set("begun", 1).unwrap();
        while !other.exists::<_, bool>("go on").unwrap() {
            thread::sleep(Duration::from_millis(5));
        }
        "late".to_owned()
    })
}

fn holder(test: &str, server: &RedisServer) -> process::Running {
    let child = process::start(test, [("SERVER", server.url())]);
    wait::until("the body of the child", || server.get("begun").is_some());
    child
}

fn successor(server: &RedisServer) -> (String, Duration) {
    let begun = Instant::now();
    let redis = at(server.url());
    let call = cache_function(KEY)
        .redis(&redis)
        .expire(60)
        .flight(locked());
    (call.call(|| "successor".to_owned()), begun.elapsed())
}

#[test]
fn one_that_is_killed_is_succeeded_within_its_lease() {
    if process::is_child() {
        hold();
        return;
    }
    let server = RedisServer::start();
    let mut child = holder(
        "holders::one_that_is_killed_is_succeeded_within_its_lease",
        &server,
    );
    child.kill();
    let (value, took) = successor(&server);
    assert_eq!(value, "successor");
    assert!(took < WITHIN_LEASE, "{took:?}");
    assert_eq!(entry::decode(&server.get(KEY).unwrap()), "successor");
}

#[test]
fn the_late_store_of_one_that_was_stopped_is_refused() {
    if process::is_child() {
        assert_eq!(hold(), "late", "its own caller gets what it computed");
        return;
    }
    let server = RedisServer::start();
    let child = holder(
        "holders::the_late_store_of_one_that_was_stopped_is_refused",
        &server,
    );
    child.pause();
    let (value, took) = successor(&server);
    assert_eq!(value, "successor");
    assert!(took < WITHIN_LEASE, "{took:?}");
    server.set("go on", b"1");
    child.resume();
    child.passes();
    assert_eq!(entry::decode(&server.get(KEY).unwrap()), "successor");
}

#[test]
fn a_body_that_takes_longer_than_a_lease_keeps_it() {
    if process::is_child() {
        assert_eq!(hold(), "late");
        return;
    }
    let server = RedisServer::start();
    let child = holder(
        "holders::a_body_that_takes_longer_than_a_lease_keeps_it",
        &server,
    );
    let waiting = thread::spawn({
        let redis = at(server.url());
        move || {
            let call = cache_function(KEY)
                .redis(&redis)
                .expire(60)
                .flight(locked());
            call.call(|| "mine".to_owned())
        }
    });
    thread::sleep(LEASE * 3 / 2);
    server.set("go on", b"1");
    assert_eq!(waiting.join().unwrap(), "late");
    child.passes();
}
