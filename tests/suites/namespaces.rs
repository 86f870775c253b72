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

trait Named {
    const NAME: &'static str;
}

struct Users;

impl Named for Users {
    const NAME: &'static str = "users";
}

struct Orders;

impl Named for Orders {
    const NAME: &'static str = "orders";
}

/// A method of a generic `impl` block, of whose parameter the macro sees nothing.
struct Repo<T>(PhantomData<T>);

impl<T: Named> Repo<T> {
    #[cache_wrapper(namespace = "repo", redis = redis, skip = [redis])]
    fn title(redis: &RedisInstance, id: u32) -> String {
        format!("{} {id}", T::NAME)
    }

    #[cache_wrapper(namespace = "arepo", redis = redis, skip = [self, redis])]
    async fn title_async(&self, redis: &RedisInstance, id: u32) -> Result<String, ()> {
        Ok(format!("{} {id}", T::NAME))
    }

    #[cache_wrapper(namespace = "told", redis = redis, skip = [redis], key(self = T::NAME))]
    fn told(&self, redis: &RedisInstance) -> String {
        let Self(_) = self;
        T::NAME.to_owned()
    }

    #[cache_wrapper(namespace = "stated", redis = redis, skip = [redis], key(Self = T::NAME))]
    fn stated(redis: &RedisInstance) -> String {
        T::NAME.to_owned()
    }

    #[cache_wrapper(namespace = "the same", redis = redis, skip = [redis, Self])]
    fn the_same(redis: &RedisInstance) -> String {
        T::NAME.to_owned()
    }
}

trait Titled<T: Named> {
    fn of(&self, redis: &RedisInstance) -> String;
}

struct Shop;

impl<T: Named> Titled<T> for Shop {
    #[cache_wrapper(namespace = "of", redis = redis, skip = [self, redis])]
    fn of(&self, redis: &RedisInstance) -> String {
        T::NAME.to_owned()
    }
}

/// A trait whose `Self` is `Sized`, which the compiler cannot tell from a type.
trait Sized1: Sized + Named {
    #[cache_wrapper(namespace = "sized", redis = redis, skip = [self, redis])]
    fn name(&self, redis: &RedisInstance) -> String {
        Self::NAME.to_owned()
    }
}

impl Sized1 for Users {}
impl Sized1 for Orders {}

#[test]
fn two_types_that_use_one_key_do_not_read_each_others_entries() {
    each(|redis, runtime| {
        let ((), seen) = events::warnings(|| {
            assert_eq!(Repo::<Users>::title(redis, 1), "users 1");
            assert_eq!(Repo::<Orders>::title(redis, 2), "orders 2");
            assert_eq!(
                Repo::<Orders>::title(redis, 2),
                "orders 2",
                "a key of its own"
            );
            assert_eq!(
                Repo::<Orders>::title(redis, 1),
                "orders 1",
                "not of its own"
            );
            assert_eq!(Repo::<Orders>::title(redis, 2), "orders 2", "nor any more");
            assert_eq!(Repo::<Users>::title(redis, 1), "users 1", "cached as ever");
        });
        let counts = redis.stats().namespace("repo").expect("used");
        assert_eq!((counts.hits, counts.misses, counts.bypassed), (2, 2, 2));

        let [event] = seen.as_slice() else {
            panic!("one event: {seen:?}")
        };
        let message = event.field("message");
        assert!(message.contains("key(Self = …)"), "{message}");
        assert!(message.contains("skip = [Self]"), "{message}");
        assert_eq!(event.field("operation"), "call");
        assert_eq!(event.field("namespace"), "repo");
        let function = "namespaces::Repo<namespaces::Orders>::title";
        assert_eq!(event.field("function"), function);
        assert_eq!(
            event.field("other"),
            "namespaces::Repo<namespaces::Users>::title"
        );

        runtime.block_on(async {
            let (users, orders) = (Repo::<Users>(PhantomData), Repo::<Orders>(PhantomData));
            for _ in 0..2 {
                assert_eq!(users.title_async(redis, 1).await, Ok("users 1".to_owned()));
                assert_eq!(
                    orders.title_async(redis, 1).await,
                    Ok("orders 1".to_owned())
                );
            }
        });
        for _ in 0..2 {
            assert_eq!(Titled::<Users>::of(&Shop, redis), "users");
            assert_eq!(Titled::<Orders>::of(&Shop, redis), "orders");
            assert_eq!(Users.name(redis), "users");
            assert_eq!(Orders.name(redis), "orders");
        }
    });
}

#[test]
fn types_that_the_key_tells_apart_are_all_cached() {
    each(|redis, _| {
        let ((), seen) = events::warnings(|| {
            for _ in 0..2 {
                assert_eq!(Repo::<Users>(PhantomData).told(redis), "users");
                assert_eq!(Repo::<Orders>(PhantomData).told(redis), "orders");
                assert_eq!(Repo::<Users>::stated(redis), "users");
                assert_eq!(Repo::<Orders>::stated(redis), "orders");
            }
            assert_eq!(Repo::<Users>::the_same(redis), "users");
            assert_eq!(
                Repo::<Orders>::the_same(redis),
                "users",
                "as the attribute says"
            );
        });
        assert_eq!(seen, []);
        for namespace in ["told", "stated"] {
            let counts = redis.stats().namespace(namespace).expect("used");
            assert_eq!((counts.hits, counts.misses), (2, 2), "{namespace}");
        }
    });
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
