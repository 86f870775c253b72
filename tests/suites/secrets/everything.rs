//! All that can be asked of an instance, with arguments and values that are marked.

use std::time::Duration;

use dtcache::{
    Codec, RedisConfig, RedisInstance, Scope, acache_data, acache_function, cache_data,
    cache_function, cache_wrapper, is_async_redis_connected, is_redis_connected,
};
use serde::{Deserialize, Serialize};
use support::wait;
use tokio::runtime::{Builder, Runtime};

use crate::marks::{ARGUMENT, VALUE};
use crate::said::Said;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) id: u32,
    pub(crate) name: String,
}

pub(crate) fn user() -> User {
    User {
        id: 7,
        name: VALUE.to_owned(),
    }
}

/// Settings with which nobody waits for long.
pub(crate) fn impatient(config: RedisConfig) -> RedisConfig {
    let short = Duration::from_millis(100);
    let config = config.budget(short / 2).max_connections(1);
    config.connect_timeout(short).socket_timeout(short)
}

pub(crate) fn instance(config: RedisConfig) -> RedisInstance {
    RedisInstance::new(impatient(config)).expect("settings that are right")
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

#[cache_wrapper(namespace = "attribute", expire = 60, redis = redis, skip = [redis])]
fn by_attribute(redis: &RedisInstance, who: &str) -> User {
    assert_eq!(who, ARGUMENT);
    user()
}

#[cache_wrapper(namespace = "attribute", expire = 60, redis = redis, skip = [redis])]
async fn by_attribute_async(redis: &RedisInstance, who: &str) -> User {
    assert_eq!(who, ARGUMENT);
    user()
}

/// Asks for everything, in both worlds.
pub(crate) fn ask(said: &mut Said, redis: &RedisInstance) {
    ask_blocking(said, redis);
    runtime().block_on(ask_async(said, redis));
    wait::until("background writes to be done", || {
        redis.stats().total().pending == 0
    });
    said.instance(redis);
}

fn ask_blocking(said: &mut Said, redis: &RedisInstance) {
    let call = || {
        let call = cache_function("by hand").redis(redis).expire(60);
        call.positional(ARGUMENT).arg("who", ARGUMENT)
    };
    for _ in 0..2 {
        assert_eq!(call().call(user).name, VALUE);
        assert_eq!(by_attribute(redis, ARGUMENT).name, VALUE);
    }
    assert_eq!(call().version(2).write_behind().call(user).name, VALUE);
    let compact = call().version(3).codec(Codec::Compact);
    assert_eq!(compact.call(user).name, VALUE);
    let failing = || Err::<User, _>(VALUE);
    assert!(call().version(4).try_call(failing).is_err());
    let scopes = [
        Scope::new().refresh(),
        Scope::new().bypass(),
        Scope::new().read_only(),
    ];
    for scope in scopes {
        assert_eq!(scope.run(|| call().call(user)).name, VALUE);
    }
    assert_eq!(call().only_for(false).call(user).name, VALUE);
    cache_data(redis, "data", &user(), 60);

    said.show(&call());
    let entry = call().entry::<User>();
    said.show(&entry);
    said.maybe(entry.put(&user()));
    said.maybe(entry.peek());
    said.maybe(entry.ttl());
    said.maybe(entry.invalidate());
    said.maybe(redis.entry("data"));
    said.maybe(redis.delete("data"));
    said.maybe(redis.ping());
    said.maybe(is_redis_connected(redis).1.map_or(Ok(()), Err));
    match redis.get_redis() {
        Ok(mut connection) => {
            cache_data(&mut *connection, "data", &user(), 60);
            said.show(&connection);
            // It is the only one.
            said.fails(redis.get_redis());
        }
        Err(error) => said.error(&error),
    }
}

async fn ask_async(said: &mut Said, redis: &RedisInstance) {
    let call = || {
        let call = acache_function("by hand").redis(redis).expire(60);
        call.positional(ARGUMENT).arg("who", ARGUMENT)
    };
    for _ in 0..2 {
        assert_eq!(call().call(|| async { user() }).await.name, VALUE);
        assert_eq!(by_attribute_async(redis, ARGUMENT).await.name, VALUE);
    }
    let behind = call().version(2).write_behind();
    assert_eq!(behind.call_sync(user).await.name, VALUE);
    let compact = call().version(3).codec(Codec::Compact);
    assert_eq!(compact.call_sync(user).await.name, VALUE);
    let failing = call().version(4).try_call_sync(|| Err::<User, _>(VALUE));
    assert!(failing.await.is_err());
    let refreshed = Scope::new().refresh().run_async(call().call_sync(user));
    said.show(&refreshed);
    assert_eq!(refreshed.await.name, VALUE);
    acache_data(redis, "data", &user(), 60).await;

    said.show(&call());
    let entry = call().entry::<User>();
    said.show(&entry);
    said.maybe(entry.put(&user()).await);
    said.maybe(entry.peek().await);
    said.maybe(entry.ttl().await);
    said.maybe(entry.invalidate().await);
    said.maybe(redis.entry_async("data").await);
    said.maybe(redis.delete_async("data").await);
    said.maybe(redis.ping_async().await);
    let (_, error) = is_async_redis_connected(redis).await;
    said.maybe(error.map_or(Ok(()), Err));
    match redis.get_async_redis().await {
        Ok(mut connection) => {
            acache_data(&mut *connection, "data", &user(), 60).await;
            said.show(&connection);
        }
        Err(error) => said.error(&error),
    }
}
