//! Mistakes of a program: values and arguments that cannot be carried, functions that get in each
//! other's way, and calls where the cache cannot be.

use std::marker::PhantomData;

use dtcache::{
    ErrorKind, RedisConfig, RedisInstance, acache_function, cache_data, cache_function,
    cache_wrapper,
};
use serde::Serialize;
use serde::ser::{Error as _, Serializer};
use support::RedisServer;

use crate::everything::{self, User, runtime, user};
use crate::marks::{ARGUMENT, VALUE};
use crate::said::Said;

/// Quotes itself when it is asked for.
struct Stubborn;

impl Serialize for Stubborn {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(format!("{ARGUMENT} is not for caches")))
    }
}

pub(crate) fn nothing_is_installed(said: &mut Said) {
    let call = || cache_function("nowhere").arg("who", ARGUMENT);
    assert_eq!(call().call(user).name, VALUE);
    said.fails(call().entry::<User>().peek());
    said.fails(call().entry::<User>().put(&user()));
}

pub(crate) fn a_second_is_installed(said: &mut Said) {
    let embedded = || RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    embedded().install().expect("the first");
    said.fails(embedded().install());
}

pub(crate) fn values_and_arguments(said: &mut Said) {
    let config = RedisConfig::new().url("memory://").max_decoded_size(2000);
    let redis = RedisInstance::new(config).expect("settings");
    let call = || cache_function("wrong").redis(&redis);
    call().arg("who", &Stubborn).call(user);
    call().positional(&Stubborn).call(user);
    let refused = call().arg("who", &Stubborn).key();
    said.fails(refused);
    call().call(|| (VALUE.to_owned(), f64::NAN));
    call().call(|| VALUE.repeat(1000));
    said.fails(call().entry::<String>().put(&VALUE.repeat(1000)));
    cache_data(&redis, "data", &Stubborn, 60);
    cache_data(&redis, "data", &(VALUE, f64::INFINITY), 60);
    call().cache_if(|_: &User| panic!("no opinion")).call(user);
    // A `Result` that its declared type does not show.
    call()
        .call(|| Ok::<User, String>(user()))
        .expect("it is Ok");
    said.instance(&redis);
}

#[cache_wrapper(namespace = "one for two", redis = redis, skip = [redis])]
fn number(redis: &RedisInstance, who: &str) -> usize {
    who.len()
}

#[cache_wrapper(namespace = "one for two", redis = redis, skip = [redis])]
fn text(redis: &RedisInstance, who: &str) -> String {
    who.to_owned()
}

struct Of<T>(PhantomData<T>);

impl<T> Of<T> {
    #[cache_wrapper(namespace = "one key", redis = redis, skip = [redis])]
    fn text(redis: &RedisInstance, who: &str) -> String {
        who.to_owned()
    }
}

pub(crate) fn functions(said: &mut Said) {
    let redis = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    number(&redis, ARGUMENT);
    text(&redis, ARGUMENT);
    Of::<u8>::text(&redis, ARGUMENT);
    Of::<u16>::text(&redis, ARGUMENT);
    said.instance(&redis);
}

/// Outside of a runtime, and in one that can do nothing.
pub(crate) fn places(said: &mut Said) {
    let server = RedisServer::start();
    let redis = everything::instance(RedisConfig::new().url(server.url()));
    let call = || {
        acache_function("nowhere")
            .redis(&redis)
            .arg("who", ARGUMENT)
    };
    futures_executor::block_on(async {
        assert_eq!(call().call_sync(user).await.name, VALUE);
        said.fails(call().entry::<User>().put(&user()).await);
        said.fails(redis.get_async_redis().await.map(drop));
    });
    let bare = tokio::runtime::Builder::new_current_thread().build();
    bare.expect("a runtime").block_on(async {
        assert_eq!(call().call_sync(user).await.name, VALUE);
        said.fails(redis.ping_async().await);
    });
    runtime().block_on(call().call_sync(user));
    said.instance(&redis);
    let kinds: Vec<_> = redis.stats().failures().map(|(kind, _)| kind).collect();
    assert!(kinds.contains(&ErrorKind::NoRuntime), "{kinds:?}");
}
