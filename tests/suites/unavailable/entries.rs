//! Entries that cannot be used: the body's result is returned, with one event, and overwrites what
//! was there.

use std::cell::Cell;

use dtcache::{ErrorKind, RedisConfig, RedisInstance, acache_function, cache_function};
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::{RedisServer, entry, events};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    id: u64,
    email: String,
}

fn body(runs: &Cell<u32>) -> User {
    runs.set(runs.get() + 1);
    User {
        id: 7,
        email: "a@b.c".to_owned(),
    }
}

/// Calls with something unusable under the key, sync and async, that `put` puts there.
fn is_overwritten(class: ErrorKind, put: impl Fn(&RedisServer)) {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let runs = Cell::new(0);
    let sync = || {
        cache_function("user")
            .redis(&redis)
            .expire(60)
            .call(|| body(&runs))
    };
    let asynchronous = || {
        let call = acache_function("user").redis(&redis).expire(60);
        runtime.block_on(call.call(|| async { body(&runs) }))
    };
    let calls: [(&str, &dyn Fn() -> User); 2] = [("sync", &sync), ("async", &asynchronous)];

    for (name, call) in calls {
        put(&server);
        runs.set(0);
        let (user, seen) = events::warnings(call);
        assert_eq!(user, body(&Cell::new(0)), "{name}");
        assert_eq!(runs.get(), 1, "{name}");
        let [event] = seen.as_slice() else {
            panic!("{name}: one event: {seen:?}")
        };
        assert_eq!(event.field("class"), class.as_str(), "{name}: {event:?}");
        assert_eq!(event.field("key"), "user", "{name}");
        assert_eq!(event.field("namespace"), "user", "{name}");

        let stored = server.get("user").expect("overwritten");
        assert_eq!(
            entry::decode(&stored),
            json!({"id": 7, "email": "a@b.c"}),
            "{name}"
        );
        assert!(server.pttl("user") > 0, "{name}: with its own time to live");
        let (user, seen) = events::warnings(call);
        assert_eq!(
            (user, runs.get(), seen),
            (body(&Cell::new(0)), 1, vec![]),
            "{name}: a hit"
        );
        assert_eq!(
            redis.stats().total().errors,
            if name == "sync" { 1 } else { 2 }
        );
    }
}

#[test]
fn another_type_is_under_the_key() {
    for command in [
        ["RPUSH", "user", "1", "2"],
        ["SADD", "user", "1", "2"],
        ["HSET", "user", "field", "value"],
        ["ZADD", "user", "1", "member"],
    ] {
        is_overwritten(ErrorKind::TypeMismatch, |server| {
            server.raw::<()>(&["DEL", "user"]);
            server.raw::<()>(&command);
        });
    }
}

#[test]
fn the_zlib_stream_is_corrupt() {
    let good = entry::encode(r#"{"id": 7, "email": "old"}"#);
    let mut flipped = good.clone();
    flipped[10] ^= 0x10;
    let mut checksum = good.clone();
    *checksum.last_mut().expect("not empty") ^= 1;
    for bad in [
        b"plain text".to_vec(),
        br#"{"id": 7, "email": "not compressed"}"#.to_vec(),
        good[..good.len() - 5].to_vec(),
        good[..1].to_vec(),
        flipped,
        checksum,
        support::fake::random_bytes(5, 300),
    ] {
        is_overwritten(ErrorKind::Corrupt, |server| server.set("user", &bad));
    }
}

#[test]
fn the_stream_holds_no_json() {
    for text in [
        "",
        "{oops",
        "{\"id\": 7",
        "{} {}",
        "NaN",
        "{\"id\": NaN, \"email\": \"\"}",
    ] {
        is_overwritten(ErrorKind::Corrupt, |server| {
            server.set("user", &entry::encode(text));
        });
    }
}

#[test]
fn the_entry_is_of_an_older_schema() {
    for text in [
        r#"{"id": 7}"#,
        r#"{"id": "7", "email": "a@b.c"}"#,
        r#"{"id": -7, "email": "a@b.c"}"#,
        r#""a string""#,
        "[]",
        "12",
    ] {
        is_overwritten(ErrorKind::TypeMismatch, |server| {
            server.set("user", &entry::encode(text));
        });
    }
}

#[test]
fn a_field_that_was_dropped_is_no_mistake() {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    server.set(
        "user",
        &entry::encode(r#"{"id": 8, "email": "x", "age": 3}"#),
    );
    let runs = Cell::new(0);
    let user = cache_function("user").redis(&redis).call(|| body(&runs));
    assert_eq!((user.id, runs.get()), (8, 0));
}

#[test]
fn results_that_json_cannot_carry_are_returned_and_not_stored() {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let (result, seen) = events::warnings(|| {
            cache_function("number")
                .redis(&redis)
                .call(|| vec![1.0, number])
        });
        assert_eq!(result[1].to_bits(), number.to_bits());
        assert_eq!(server.get("number"), None);
        let [event] = seen.as_slice() else {
            panic!("one event: {seen:?}")
        };
        assert_eq!(event.field("class"), ErrorKind::Unencodable.as_str());
    }
    // `Some(None)` would come back as `None`.
    let (result, seen) = events::warnings(|| {
        cache_function("nested")
            .redis(&redis)
            .call(|| vec![Some(None::<u8>)])
    });
    assert_eq!(result, [Some(None)]);
    assert_eq!(server.get("nested"), None);
    assert_eq!(seen.len(), 1, "{seen:?}");
}

/// Fails when serde asks for it, as a map with odd keys does.
struct Stubborn;

impl Serialize for Stubborn {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("hunter2 is not for caches"))
    }
}

#[test]
fn an_argument_that_cannot_be_serialized_makes_one_call_run_uncached() {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    for round in 0..2 {
        let (result, seen) = events::warnings(|| {
            cache_function("odd")
                .redis(&redis)
                .arg("odd", &Stubborn)
                .call(|| round)
        });
        assert_eq!(result, round);
        let [event] = seen.as_slice() else {
            panic!("one event: {seen:?}")
        };
        assert_eq!(event.field("class"), ErrorKind::Unencodable.as_str());
        assert!(
            event.field("error").contains("odd"),
            "the argument is named: {event:?}"
        );
        assert!(
            !format!("{event:?}").contains("hunter2"),
            "no value in {event:?}"
        );

        let (result, seen) = events::warnings(|| {
            let call = acache_function("odd").redis(&redis).arg("odd", &Stubborn);
            runtime.block_on(call.call(|| async { round }))
        });
        assert_eq!((result, seen.len()), (round, 1), "{seen:?}");
    }
    assert_eq!(server.keys(), [""; 0]);
    let error = cache_function("odd")
        .arg("odd", &Stubborn)
        .key()
        .expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::Unencodable);
    assert!(
        !format!("{error} {error:?}").contains("hunter2"),
        "{error:?}"
    );
}
