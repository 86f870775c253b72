//! Wrong settings: `RedisInstance::new` names the one that is wrong, without a network.

use std::time::Duration;

use dtcache::{ErrorKind, RedisConfig, RedisInstance, is_redis_connected};
use support::RedisServer;

use crate::url;

#[track_caller]
fn refused(config: RedisConfig, field: &str, detail: &str) {
    let error = RedisInstance::new(config).expect_err("a wrong setting");
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.operation(), "configure");
    let text = error.to_string();
    assert!(
        text.contains(field) && text.contains(detail),
        "{text:?} names no {field:?} {detail:?}"
    );
}

#[test]
fn scheme_is_unknown() {
    for wrong in [
        "http://localhost",
        "localhost:6379",
        "",
        "redis:/localhost",
        "memory:",
    ] {
        refused(url(wrong), "url", "scheme");
    }
    refused(url("memory://1"), "url", "memory://");
}

#[test]
fn port_is_zero_or_no_port() {
    refused(RedisConfig::new().port(0), "port", "0");
    refused(url("redis://localhost:0/0"), "url", "port");
    refused(url("redis://localhost:65536/0"), "url", "port");
    refused(url("redis://localhost:six/0"), "url", "port");
}

#[test]
fn host_is_empty_or_no_host() {
    refused(RedisConfig::new().host(""), "host", "empty");
    refused(RedisConfig::new().host("redis://localhost"), "host", "url");
    refused(url("redis://:6379/0"), "url", "");
    refused(url("redis:///0"), "url", "host");
    refused(url("redis+unix://"), "url", "");
}

#[test]
fn db_is_not_a_number() {
    for wrong in [
        "redis://localhost/one",
        "redis://localhost/-1",
        "redis://localhost/1/2",
    ] {
        refused(url(wrong), "url", "db");
    }
    refused(url("redis+unix:///tmp/redis.sock?db=one"), "url", "db");
    refused(url("redis+unix:///tmp/redis.sock?db=-1"), "url", "db");
}

#[test]
fn pool_is_empty_or_absurd() {
    for wrong in [0, 10_001, usize::MAX] {
        refused(
            RedisConfig::new().max_connections(wrong),
            "max_connections",
            "",
        );
    }
}

#[test]
fn times_are_zero() {
    refused(
        RedisConfig::new().socket_timeout(Duration::ZERO),
        "socket_timeout",
        "zero",
    );
    refused(
        RedisConfig::new().connect_timeout(Duration::ZERO),
        "connect_timeout",
        "zero",
    );
}

#[test]
fn limits_are_zero() {
    refused(RedisConfig::new().max_value_size(0), "max_value_size", "1");
    refused(
        RedisConfig::new().max_decoded_size(0),
        "max_decoded_size",
        "1",
    );
}

#[test]
fn username_stands_alone() {
    refused(RedisConfig::new().username("app"), "username", "password");
    refused(url("redis://app@localhost"), "url", "password");
}

#[test]
fn long_times_and_large_pools_are_fine() {
    let long = RedisConfig::new()
        .socket_timeout(Duration::MAX)
        .connect_timeout(Duration::MAX);
    let server = RedisServer::start();
    let redis = long.max_connections(10_000).url(server.url());
    let redis = RedisInstance::new(redis).expect("nothing is wrong with it");
    assert_eq!(is_redis_connected(&redis), (true, None));
    drop(redis.get_redis().expect("a connection"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        redis.ping_async().await.expect("an answer");
        drop(redis.get_async_redis().await.expect("a connection"));
    });
}
