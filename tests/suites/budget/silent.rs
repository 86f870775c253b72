//! Servers that take a connection, or half of one, and then say nothing.

use std::time::Duration;

use dtcache::RedisConfig;
use support::fake::{FakeServer, FullQueue};
use support::{Fault, FaultProxy, RedisServer};

use crate::way::{SLACK, WAYS, Way, runtime};

/// Each way takes its budget, and no more: once on a connection that is to be opened, and once more.
#[track_caller]
fn is_kept(config: impl Fn() -> RedisConfig) {
    for way in WAYS {
        let (redis, runtime) = (way.instance(config()), runtime());
        for round in ["first", "second"] {
            takes_it(&way, way.taken(&redis, &runtime), round);
        }
        assert_eq!(redis.stats().total().errors, 2, "{}", way.name);
    }
}

#[track_caller]
fn takes_it(way: &Way, taken: Duration, what: &str) {
    println!("{}, {what}: {taken:?} of {:?}", way.name, way.budget);
    let name = way.name;
    let most = way.budget + SLACK;
    let is_kept = (way.budget..most).contains(&taken);
    assert!(is_kept, "{name}, {what}: {taken:?}");
}

fn config(port: u16) -> RedisConfig {
    RedisConfig::new().host("127.0.0.1").port(port)
}

#[test]
fn a_server_that_answers_nothing() {
    let server = FakeServer::black_hole();
    is_kept(|| config(server.port()));
}

#[test]
fn a_server_that_does_not_answer_the_opening() {
    let server = FakeServer::black_hole();
    is_kept(|| config(server.port()).password("secret").db(3));
}

#[test]
fn a_server_that_is_stopped() {
    let server = RedisServer::start();
    server.pause();
    is_kept(|| config(server.port()));
}

#[test]
fn an_address_that_takes_nobody() {
    let queue = FullQueue::new();
    is_kept(|| config(queue.port()));
}

#[test]
fn a_handshake_that_hangs() {
    let server = FakeServer::black_hole();
    is_kept(|| config(server.port()).ssl(true));
}

#[test]
fn a_connection_that_goes_silent() {
    let server = RedisServer::start();
    let proxy = FaultProxy::start(server.port());
    for way in WAYS {
        let (redis, runtime) = (way.instance(config(proxy.port())), runtime());
        for round in ["first", "second"] {
            proxy.clear();
            // A connection in either world.
            redis.ping().expect("it answers");
            runtime.block_on(redis.ping_async()).expect("it answers");
            proxy.set(Fault::BlackHole);
            takes_it(&way, way.taken(&redis, &runtime), round);
        }
    }
}
