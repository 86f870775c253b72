//! Functions that share a namespace: what goes together is left alone, and what does not is said
//! once.

use std::marker::PhantomData;

use dtcache::{
    RedisConfig, RedisInstance, acache_function, cache_data, cache_function, cache_wrapper,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::RedisServer;
use support::events::{self, Event};
use tokio::runtime::{Builder, Runtime};

const TYPES: &str = "two functions share a namespace and their results have different types";

#[cache_wrapper(namespace = "user", redis = redis, skip = [redis])]
fn number(redis: &RedisInstance, id: u32) -> u32 {
    id
}

#[cache_wrapper(namespace = "user", redis = redis, skip = [redis])]
async fn text(redis: &RedisInstance, id: u32) -> Result<String, ()> {
    Ok(id.to_string())
}

#[cache_wrapper(namespace = "twins", redis = redis, skip = [redis])]
fn twin(redis: &RedisInstance, id: u32) -> u32 {
    id
}

#[cache_wrapper(namespace = "twins", redis = redis, skip = [redis])]
async fn twin_async(redis: &RedisInstance, id: u32) -> Result<u32, ()> {
    Ok(id)
}

#[cache_wrapper(namespace = "generic", redis = redis, skip = [redis], key(T = std::any::type_name::<T>()))]
fn generic<T: Default + Serialize + DeserializeOwned>(redis: &RedisInstance) -> T {
    T::default()
}

fn embedded() -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings")
}

/// An instance on a server, and one that needs none.
fn each(check: impl Fn(&RedisInstance, &Runtime)) {
    let server = RedisServer::start();
    let on_server = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    check(&on_server, &runtime);
    check(&embedded(), &runtime);
}

fn notices(seen: &[Event]) -> Vec<&Event> {
    let is_notice = |event: &&Event| !event.fields.contains_key("class");
    seen.iter().filter(is_notice).collect()
}

#[test]
fn two_types_are_noticed_once_with_both_names() {
    each(|redis, runtime| {
        let ((), seen) = events::warnings(|| {
            for id in 0..3 {
                assert_eq!(number(redis, id), id);
                assert_eq!(runtime.block_on(text(redis, id)), Ok(id.to_string()));
                assert_eq!(number(redis, id), id);
            }
        });
        let notices = notices(&seen);
        let [event] = notices.as_slice() else {
            panic!("one notice: {notices:?}")
        };
        assert_eq!(event.field("message"), TYPES);
        assert_eq!(event.field("operation"), "call");
        assert_eq!(event.field("namespace"), "user");
        assert_eq!(event.field("function"), "namespaces::text");
        assert_eq!(event.field("other"), "namespaces::number");
        assert_eq!(event.field("type"), "alloc::string::String");
        assert_eq!(event.field("other_type"), "u32");
    });
}

#[test]
fn the_builder_is_named_by_the_function_it_is_in() {
    async fn by_hand(redis: &RedisInstance) {
        let call = acache_function("user").redis(redis).arg("id", &9);
        call.call_sync(|| "nine".to_owned()).await;
    }
    each(|redis, runtime| {
        let ((), seen) = events::warnings(|| {
            number(redis, 1);
            runtime.block_on(by_hand(redis));
        });
        let [event] = seen.as_slice() else {
            panic!("one event: {seen:?}")
        };
        let name = "namespaces::the_builder_is_named_by_the_function_it_is_in::by_hand";
        assert_eq!(event.field("function"), name);
    });
}

#[test]
fn what_goes_together_is_left_alone() {
    each(|redis, runtime| {
        let ((), seen) = events::warnings(|| {
            for id in 0..3 {
                twin(redis, id);
                runtime
                    .block_on(twin_async(redis, id))
                    .expect("it never fails");
                generic::<u8>(redis);
                generic::<String>(redis);
                generic::<Vec<u8>>(redis);
                // Versions are told apart by their keys, and so are namespaces.
                cache_function("versions").redis(redis).call(|| 1);
                text_in("versions", redis);
            }
        });
        assert_eq!(seen, []);
        assert!(redis.stats().total().hits > 10);
    });
}

fn number_in(namespace: &str, redis: &RedisInstance) {
    let call = cache_function(namespace).version(2).redis(redis);
    call.arg("id", &1).call(|| 1);
}

fn text_in(namespace: &str, redis: &RedisInstance) {
    let call = cache_function(namespace).version(2).redis(redis);
    call.arg("id", &2).call(|| "two".to_owned());
}

#[test]
fn each_version_is_looked_at() {
    let redis = embedded();
    let ((), seen) = events::warnings(|| {
        number_in("n", &redis);
        text_in("n", &redis);
    });
    assert_eq!(notices(&seen).len(), 1);
}

#[test]
fn each_namespace_is_looked_at() {
    let redis = embedded();
    let ((), seen) = events::warnings(|| {
        for namespace in ["one", "other", "one"] {
            number_in(namespace, &redis);
            text_in(namespace, &redis);
        }
    });
    let seen: Vec<_> = seen.iter().map(|event| event.field("namespace")).collect();
    assert_eq!(seen, ["one", "other"]);
}

#[test]
fn namespaces_beyond_the_limit_are_left_alone() {
    let redis = embedded();
    let ((), seen) = events::warnings(|| {
        for number in 0..2000 {
            let namespace = format!("made up {number}");
            if number % 2 == 0 {
                number_in(&namespace, &redis);
            } else {
                text_in(&namespace, &redis);
            }
        }
    });
    assert_eq!(seen, []);
}

/// Which knows what it does.
#[test]
fn calls_by_hand_in_one_function_are_left_alone() {
    let redis = embedded();
    let ((), seen) = events::warnings(|| {
        cache_function("n").redis(&redis).arg("id", &1).call(|| 1);
        let other = cache_function("n").redis(&redis).arg("id", &2);
        other.call(|| "two".to_owned());
    });
    assert_eq!(seen, []);
}

/// What the attribute writes for a method of a generic `impl` block.
struct Repo<T>(PhantomData<T>);

impl<T: Default + Serialize + DeserializeOwned> Repo<T> {
    fn first(redis: &RedisInstance, value: T) -> T {
        let call = cache_function("repo").within::<Self>().redis(redis);
        call.expire(60).arg("id", &1).call(|| value)
    }

    async fn first_async(redis: &RedisInstance, value: T) -> T {
        let call = acache_function("arepo").within::<Self>().redis(redis);
        call.expire(60).arg("id", &1).call(async || value).await
    }
}

#[test]
fn the_first_type_of_a_method_is_served_and_no_other() {
    each(|redis, runtime| {
        let ((), seen) = events::warnings(|| {
            assert_eq!(Repo::first(redis, 1_u8), 1);
            assert_eq!(Repo::first(redis, 2_u16), 2, "not what the other stored");
            assert_eq!(Repo::first(redis, 3_u32), 3);
            assert_eq!(Repo::first(redis, 4_u16), 4);
            assert_eq!(Repo::first(redis, 5_u8), 1, "the first is cached as ever");
        });
        let counts = redis.stats().namespace("repo").expect("used");
        assert_eq!((counts.hits, counts.misses, counts.stored), (1, 1, 1));
        assert_eq!(counts.bypassed, 3);

        let [event] = seen.as_slice() else {
            panic!("one event: {seen:?}")
        };
        let message = event.field("message");
        assert!(message.contains("key(Self = …)"), "{message}");
        assert!(message.contains("skip = [Self]"), "{message}");
        assert_eq!(event.field("operation"), "call");
        assert_eq!(event.field("namespace"), "repo");
        assert_eq!(event.field("type"), "namespaces::Repo<u16>");
        assert_eq!(event.field("other_type"), "namespaces::Repo<u8>");
        assert!(event.field("function").contains("first"), "{event:?}");

        runtime.block_on(async {
            assert_eq!(Repo::first_async(redis, 1_u8).await, 1);
            assert_eq!(Repo::first_async(redis, 2_u16).await, 2);
            assert_eq!(Repo::first_async(redis, 3_u8).await, 1);
        });
    });
}

#[test]
fn each_instance_has_its_own_first() {
    let (one, other) = (embedded(), embedded());
    Repo::first(&one, 1_u8);
    Repo::first(&other, 2_u16);
    assert_eq!(Repo::first(&one, 3_u8), 1);
    assert_eq!(Repo::first(&other, 4_u16), 2);
}

/// A type that looks the same is another one all the same.
#[test]
fn one_type_under_a_literal_key_concerns_nobody() {
    let redis = embedded();
    let (_, seen) = events::warnings(|| {
        cache_data(&redis, "n", &1, None);
        cache_function("n").redis(&redis).call(|| 1)
    });
    assert_eq!(seen, []);
}
