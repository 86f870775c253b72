//! The other settings that dtcache adds to the seed's.

use std::time::Duration;

use dtcache::redis;
use dtcache::{ErrorKind, RedisConfig, RedisInstance, acache_function, cache_data, cache_function};
use support::{RedisServer, entry, events, process, socket};

use crate::{config, instance};

#[test]
fn keepalive() {
    let server = RedisServer::start();
    let redis = instance(config(&server));
    let probe = keepalive_of(&redis, &server).expect("on by default");
    // The first probe comes after a minute, not after the system's two hours.
    let minute = Duration::from_secs(50)..=Duration::from_secs(61);
    assert!(minute.contains(&probe), "{probe:?}");

    let redis = instance(config(&server).keepalive(false));
    assert_eq!(keepalive_of(&redis, &server), None);
}

fn keepalive_of(redis: &RedisInstance, server: &RedisServer) -> Option<Duration> {
    let mut lent = redis.get_redis().expect("a connection");
    let info: redis::RedisResult<String> = redis::cmd("CLIENT").arg("INFO").query(&mut lent);
    socket::keepalive_timer(port_in(&info.expect("an answer")), server.port())
}

#[tokio::test]
async fn keepalive_of_async_connections() {
    let server = RedisServer::start();
    for setting in [true, false] {
        let redis = instance(config(&server).keepalive(setting));
        let mut lent = redis.get_async_redis().await.expect("a connection");
        let info = redis::cmd("CLIENT")
            .arg("INFO")
            .query_async(&mut *lent)
            .await;
        let info: redis::RedisResult<String> = info;
        let timer = socket::keepalive_timer(port_in(&info.expect("an answer")), server.port());
        assert_eq!(timer.is_some(), setting);
    }
}

/// Our port of the connection that `CLIENT INFO` describes.
fn port_in(info: &str) -> u16 {
    let mut words = info.split_whitespace();
    let address = words.find_map(|word| word.strip_prefix("addr=127.0.0.1:"));
    let port = address.expect("a field that CLIENT INFO has");
    port.parse().expect("a port")
}

#[test]
fn enabled() {
    let server = RedisServer::start();
    let off = instance(config(&server).enabled(false));
    let ((), seen) = events::warnings(|| {
        for round in 0..3 {
            assert_eq!(cache_function("switch").redis(&off).call(|| round), round);
        }
        cache_data(&off, "manual", &1, 60);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            for round in 0..3 {
                let call = acache_function("switch")
                    .redis(&off)
                    .call(|| async { round });
                assert_eq!(call.await, round);
            }
        });
    });
    assert_eq!(seen, [], "the kill switch warns of nothing");
    assert_eq!(server.keys(), [""; 0]);
    assert!(server.clients().is_empty(), "nothing was connected to");
    assert_eq!(server.look_ups(), 0);

    drop(off.get_redis().expect("lending works either way"));
    off.ping().expect("and so does the health check");

    let on = instance(config(&server).enabled(true));
    assert_eq!(cache_function("switch").redis(&on).call(|| 1), 1);
    assert_eq!(cache_function("switch").redis(&on).call(|| 2), 1);
}

#[test]
fn from_env() {
    if process::is_child() {
        let redis = instance(RedisConfig::from_env().expect("REDIS_URL is set"));
        cache_function("environment")
            .redis(&redis)
            .call(|| "here".to_owned());
        return;
    }
    let server = RedisServer::start();
    process::child_with_env("ours::from_env", [("REDIS_URL", server.url())]);
    let stored = server.get("environment").expect("an entry of the child");
    assert_eq!(entry::decode(&stored), "here");
}

#[test]
fn from_env_without_the_variable() {
    if process::is_child() {
        let error = RedisConfig::from_env().expect_err("REDIS_URL is not set");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("REDIS_URL"), "{error}");
        return;
    }
    process::child_with_env("ours::from_env_without_the_variable", [("UNRELATED", "1")]);
    process::child_with_env("ours::from_env_without_the_variable", [("REDIS_URL", "")]);
}

#[test]
fn max_value_size() {
    let server = RedisServer::start();
    let redis = instance(config(&server).max_value_size(100));
    // Random enough that zlib cannot shorten it much.
    let long: Vec<u8> = support::fake::random_bytes(7, 400);
    let (returned, seen) =
        events::warnings(|| cache_function("long").redis(&redis).call(|| long.clone()));
    assert_eq!(returned, long);
    assert_eq!(server.keys(), [""; 0], "returned and not stored");
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0].field("class"), "too large");

    // An entry of somebody with a higher limit is a miss.
    let generous = instance(config(&server));
    cache_function("long")
        .redis(&generous)
        .call(|| long.clone());
    assert!(server.get("long").expect("stored").len() > 100);
    let (returned, seen) =
        events::warnings(|| cache_function("long").redis(&redis).call(|| vec![1_u8]));
    assert_eq!(returned, [1]);
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0].field("class"), "too large");
}

#[test]
fn max_decoded_size() {
    let server = RedisServer::start();
    let redis = instance(config(&server).max_decoded_size(1000));
    let wide = "a".repeat(2000);
    let (returned, seen) =
        events::warnings(|| cache_function("wide").redis(&redis).call(|| wide.clone()));
    assert_eq!(returned, wide);
    assert_eq!(server.keys(), [""; 0], "returned and not stored");
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0].field("class"), "too large");

    server.set("wide", &entry::encode(&format!("\"{wide}\"")));
    let (returned, seen) = events::warnings(|| {
        cache_function("wide")
            .redis(&redis)
            .call(|| "fresh".to_owned())
    });
    assert_eq!(returned, "fresh");
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0].field("class"), "too large");
    assert_eq!(
        entry::decode(&server.get("wide").expect("an entry")),
        "fresh"
    );
}
