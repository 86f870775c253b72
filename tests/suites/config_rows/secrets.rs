//! Nothing ever shows a password: not the settings, not an error, not an event.

use std::fmt::Debug;

use dtcache::{RedisConfig, RedisInstance, cache_function, is_redis_connected};
use support::{RedisServer, events, port};

use crate::url;

/// What no text may contain.
const PASSWORD: &str = "hunter2";

#[track_caller]
fn is_silent(shown: &(impl Debug + ?Sized)) {
    let text = format!("{shown:?} {shown:#?}");
    assert!(!text.contains(PASSWORD), "{text}");
}

#[test]
fn settings_do_not_show_the_password() {
    let parts = RedisConfig::new().username("app").password(PASSWORD);
    let whole = url(&format!("redis://app:{PASSWORD}@localhost/0"));
    for config in [parts, whole] {
        is_silent(&config);
        is_silent(&RedisInstance::new(config).expect("settings that are right"));
    }
}

#[test]
fn errors_of_wrong_settings_do_not_show_the_password() {
    for wrong in [
        format!("redis://app:{PASSWORD}@localhost/one"),
        format!("redis://app:{PASSWORD}@localhost:0/0"),
        format!("redis://app:{PASSWORD}@localhost:99999/0"),
        format!("redis://app:{PASSWORD}@/0"),
        format!("http://app:{PASSWORD}@localhost"),
        format!("redis//app:{PASSWORD}@localhost"),
        format!("redis://{PASSWORD}@localhost"),
        format!("redis+unix:///tmp/redis.sock?db=x&pass={PASSWORD}"),
        format!("{PASSWORD}://localhost"),
    ] {
        let error = RedisInstance::new(url(&wrong)).expect_err("a wrong URL");
        is_silent(&error);
        assert!(!error.to_string().contains(PASSWORD), "{error}");
    }
}

/// What a user can get hold of when the server is not there, or does not want us.
fn everything_said(redis: &RedisInstance) -> String {
    let mut said = vec![format!("{redis:?}")];
    let mut add = |error: Option<dtcache::Error>| {
        let error = error.expect("a failure");
        said.push(format!("{error} {error:?} {:?}", error.address()));
    };
    add(redis.get_redis().err());
    add(redis.ping().err());
    add(redis.delete("key").err());
    add(is_redis_connected(redis).1);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(async {
        add(redis.get_async_redis().await.err());
        add(redis.ping_async().await.err());
        add(redis.delete_async("key").await.err());
    });
    let ((), seen) = events::collect(|| {
        cache_function("secret").redis(redis).call(|| 1);
        runtime.block_on(async {
            dtcache::acache_function("secret")
                .redis(redis)
                .call_sync(|| 1)
                .await
        });
    });
    assert!(!seen.is_empty());
    said.push(format!("{seen:?}"));
    said.join("\n")
}

#[test]
fn failures_do_not_show_the_password() {
    let server = RedisServer::options().user("app", "another").start();
    for port in [port::free(), server.port()] {
        let parts = RedisConfig::new().host("127.0.0.1").port(port);
        let parts = parts.username("app").password(PASSWORD);
        let whole = url(&format!("redis://app:{PASSWORD}@127.0.0.1:{port}/0"));
        for config in [parts, whole] {
            let said = everything_said(&RedisInstance::new(config).expect("settings"));
            assert!(!said.contains(PASSWORD), "{said}");
            assert!(
                said.contains(&format!("redis://127.0.0.1:{port}/0")),
                "{said}"
            );
        }
    }
}

#[test]
fn a_server_that_echoes_its_input_does_not_make_us_show_the_password() {
    let server = support::fake::FakeServer::start(|words| {
        let text = words
            .iter()
            .map(|word| String::from_utf8_lossy(word))
            .collect::<Vec<_>>();
        Some(format!("-ERR unknown command {}\r\n", text.join(" ")).into_bytes())
    });
    let config = RedisConfig::new().host("127.0.0.1").port(server.port());
    let redis = RedisInstance::new(config.username("app").password(PASSWORD)).expect("settings");
    let said = everything_said(&redis);
    assert!(!said.contains(PASSWORD), "{said}");
}
