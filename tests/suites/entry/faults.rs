//! What a handle says when it cannot do what it is asked to.

use std::fmt::Debug;

use dtcache::{Error, ErrorKind, RedisConfig, RedisInstance, acache_function, cache_function};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use support::{RedisServer, port};

use crate::{Driven, Handle, each, instance, runtime};

/// Its code panics where it is asked to.
#[derive(Debug)]
struct Panics;

impl Serialize for Panics {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("hunter2")
    }
}

impl<'de> Deserialize<'de> for Panics {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("hunter2")
    }
}

/// Cannot be part of a key, and says why where nobody should see it.
struct Refuses;

impl Serialize for Refuses {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("hunter2"))
    }
}

impl<'de> Deserialize<'de> for Refuses {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("hunter2"))
    }
}

/// The errors of all four methods with a wire.
fn errors(entry: &dyn Handle<u32>) -> [Error; 4] {
    fn error<T: Debug>(result: Result<T, Error>) -> Error {
        result.expect_err("it cannot be done")
    }
    [
        error(entry.peek()),
        error(entry.put(&1)),
        error(entry.invalidate()),
        error(entry.ttl()),
    ]
}

fn in_both_worlds(redis: &RedisInstance, check: impl Fn(&dyn Handle<u32>)) {
    check(&cache_function("n").redis(redis).entry());
    let entry = acache_function("n").redis(redis).entry();
    check(&Driven(entry, runtime()));
}

#[test]
fn a_server_that_is_away() {
    let nobody = RedisConfig::new().host("127.0.0.1").port(port::free());
    let nobody = RedisInstance::new(nobody.password("hunter2")).expect("settings");
    in_both_worlds(&nobody, |entry| {
        for (error, operation) in errors(entry).iter().zip(["get", "set", "delete", "ttl"]) {
            assert_eq!(error.kind(), ErrorKind::Refused);
            assert!([operation, "connect"].contains(&error.operation()));
            assert!(error.address().is_some_and(|at| at.contains("127.0.0.1")));
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("hunter2"), "{shown}");
        }
        assert_eq!(entry.key(), Ok("n"));
    });
}

#[test]
fn a_server_that_takes_no_writes() {
    let server = RedisServer::start();
    let redis = instance(&server.url());
    server.raw::<()>(&["CONFIG", "SET", "maxmemory", "1"]);
    in_both_worlds(&redis, |entry| {
        let error = entry.put(&1).expect_err("no memory");
        assert_eq!(error.kind(), ErrorKind::OutOfMemory);
        assert_eq!(entry.peek(), Ok(None));
    });
}

#[test]
fn a_value_over_the_limit() {
    let server = RedisServer::start();
    for url in [server.url().as_str(), "memory://"] {
        let small = RedisConfig::new().url(url).max_decoded_size(100);
        let small = RedisInstance::new(small).expect("settings");
        let entry = cache_function("n").redis(&small).entry::<String>();
        let error = entry.put(&"a".repeat(200)).expect_err("too large");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    }
}

#[test]
fn an_argument_that_is_no_part_of_a_key() {
    let redis = instance("memory://");
    let call = cache_function("n").redis(&redis).arg("token", &Refuses);
    let entry = call.entry::<u32>();
    let key = entry.key().expect_err("no key");
    for error in errors(&entry).iter().chain([&key]) {
        assert_eq!(error.kind(), ErrorKind::Unencodable);
        assert_eq!(error.operation(), "key");
        assert!(error.to_string().contains("`token`"), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn a_key_that_is_empty() {
    let redis = instance("memory://");
    let entry = cache_function("").redis(&redis).entry::<u32>();
    for error in errors(&entry) {
        assert_eq!(error.kind(), ErrorKind::Unencodable);
    }
    assert!(redis.entry("").expect("always there").is_none());
}

#[test]
fn code_of_the_users_that_panics() {
    each(|case| {
        let entry = case.entry::<Panics>("n", 1, 60.into());
        let error = entry.put(&Panics).expect_err("it panics");
        assert_eq!(error.kind(), ErrorKind::Unencodable);
        case.entry::<u32>("n", 1, 60.into())
            .put(&1)
            .expect("a server");
        let error = entry.peek().expect_err("it panics");
        assert_eq!(error.kind(), ErrorKind::TypeMismatch);
        let error = case.entry::<Refuses>("n", 1, 60.into()).peek().err();
        assert!(error.is_some_and(|error| !error.to_string().contains("hunter2")));
    });
}

#[test]
fn an_executor_that_is_not_tokio() {
    let server = RedisServer::start();
    let redis = instance(&server.url());
    let entry = acache_function("n").redis(&redis).entry::<u32>();
    futures_executor::block_on(async {
        for (error, operation) in [
            (entry.peek().await.map(|_| ()), "get"),
            (entry.put(&1).await.map(|_| ()), "set"),
            (entry.invalidate().await.map(|_| ()), "delete"),
            (entry.ttl().await.map(|_| ()), "ttl"),
        ] {
            let error = error.expect_err("no Tokio");
            assert_eq!(error.kind(), ErrorKind::NoRuntime);
            assert_eq!(error.operation(), operation);
        }
    });
}
