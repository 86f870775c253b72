//! `cache_function` with each of its parameters; deleting what it stored, and counting.

use std::cell::Cell;
use std::time::Duration;

use dtcache::cache_function;
use serde_json::json;
use support::entry;

use crate::{holds, start};

#[test]
fn cache_function_redis() {
    let (server, redis) = start();
    let (other_server, other) = start();
    assert_eq!(cache_function("of one").redis(&redis).call(|| 1), 1);
    assert_eq!(cache_function("of one").redis(&other).call(|| 2), 2);
    holds(&server, "of one", None, &json!(1));
    holds(&other_server, "of one", None, &json!(2));
}

#[test]
fn cache_function_namespace() {
    let (server, redis) = start();
    let call = |namespace: &str, value: u32| {
        cache_function(namespace)
            .redis(&redis)
            .arg("user_id", &123)
            .call(|| value)
    };
    assert_eq!(call("user_data", 1), 1);
    assert_eq!(call("user_data", 2), 1);
    assert_eq!(call("other", 3), 3);
    assert_eq!(call("", 4), 4);
    // As the Python services name the same call.
    let hash = "4be62850ffc6f007b0af499d5a1846cb57e8238813969f5c4c2beafcaef2c553";
    holds(&server, &format!("user_data:{hash}"), None, &json!(1));
    holds(&server, &format!("other:{hash}"), None, &json!(3));
    holds(&server, hash, None, &json!(4));
}

#[test]
fn cache_function_expire() {
    let (server, redis) = start();
    cache_function("seconds")
        .redis(&redis)
        .expire(3600)
        .call(|| 1);
    cache_function("duration")
        .redis(&redis)
        .expire(Duration::from_secs(60))
        .call(|| 1);
    cache_function("absent").redis(&redis).call(|| 1);
    holds(&server, "seconds", Some(3600), &json!(1));
    holds(&server, "duration", Some(60), &json!(1));
    holds(&server, "absent", None, &json!(1));

    cache_function("zero").redis(&redis).expire(0).call(|| 1);
    assert_eq!(server.get("zero"), None);
}

#[test]
fn cache_function_expire_ends_the_entry() {
    let (server, redis) = start();
    let call = |value: u32| {
        cache_function("brief")
            .redis(&redis)
            .expire(Duration::from_millis(40))
            .call(|| value)
    };
    assert_eq!(call(1), 1);
    support::wait::until("the entry to expire", || server.get("brief").is_none());
    assert_eq!(call(2), 2);
}

#[test]
fn cache_function_cache_only_for() {
    let (server, redis) = start();
    let orders = |status: &str, value: u32| {
        let orders = cache_function("orders").redis(&redis).arg("status", status);
        orders
            .only_for(status == "completed")
            .only_for(status == "shipped")
            .call(|| value)
    };
    assert_eq!((orders("completed", 1), orders("completed", 2)), (1, 1));
    assert_eq!((orders("shipped", 3), orders("shipped", 4)), (3, 3));
    let before = server.look_ups();
    assert_eq!((orders("pending", 5), orders("pending", 6)), (5, 6));
    assert_eq!(server.look_ups(), before, "neither looked up nor stored");
    assert_eq!(server.keys().len(), 2);
    assert_eq!(redis.stats().total().bypassed, 2);
}

#[test]
fn cache_function_skip_cache_keys() {
    // In a builder, an argument is skipped by not naming it.
    let (server, redis) = start();
    let product = |id: u64, request_id: &str| {
        let body = || format!("{id} for {request_id}");
        cache_function("product")
            .redis(&redis)
            .arg("id", &id)
            .call(body)
    };
    assert_eq!(product(456, "xxx"), "456 for xxx");
    assert_eq!(product(456, "yyy"), "456 for xxx");
    assert_eq!(product(457, "yyy"), "457 for yyy");
    assert_eq!(server.keys().len(), 2);
}

#[test]
fn cache_function_positional() {
    let (server, redis) = start();
    let call = |id: u64, status: &str, value: u32| {
        let user = cache_function("user")
            .redis(&redis)
            .positional(&id)
            .arg("status", status);
        user.call(|| value)
    };
    assert_eq!((call(123, "active", 1), call(123, "active", 2)), (1, 1));
    assert_eq!(call(124, "active", 3), 3);
    assert_eq!(call(123, "gone", 4), 4);
    let keys = server.keys();
    assert_eq!(keys.len(), 3);
    assert!(
        keys.iter().all(|key| key.len() == "user".len() + 2 * 65),
        "{keys:?}"
    );
}

#[test]
fn cache_function_cache_if() {
    let (server, redis) = start();
    let search = |found: &[u32]| {
        let call = cache_function("search").redis(&redis);
        call.cache_if(|found: &Vec<u32>| !found.is_empty())
            .call(|| found.to_vec())
    };
    assert_eq!(search(&[]), [0; 0]);
    assert_eq!(server.get("search"), None);
    assert_eq!(search(&[7]), [7]);
    assert_eq!(search(&[8]), [7]);
}

#[test]
fn cache_function_with_a_result() {
    let (server, redis) = start();
    let parse = |text: &str| {
        let runs = Cell::new(0);
        let call = cache_function("parse").redis(&redis).arg("text", text);
        let parsed = call.cache_if(|n: &i32| *n < 100).try_call(|| {
            runs.set(runs.get() + 1);
            text.parse::<i32>()
        });
        (parsed, runs.get())
    };
    assert_eq!((parse("7"), parse("7")), ((Ok(7), 1), (Ok(7), 0)));
    assert_eq!(
        parse("seven").1 + parse("seven").1,
        2,
        "an error is not stored"
    );
    assert_eq!((parse("700"), parse("700")), ((Ok(700), 1), (Ok(700), 1)));
    assert_eq!(server.keys().len(), 1);
}

#[test]
fn a_null_is_not_stored() {
    let (server, redis) = start();
    let runs = Cell::new(0);
    let find = |found: Option<u32>| {
        cache_function("find").redis(&redis).call(|| {
            runs.set(runs.get() + 1);
            found
        })
    };
    assert_eq!((find(None), find(None)), (None, None));
    assert_eq!(runs.get(), 2);
    assert_eq!(server.get("find"), None);
    server.set("find", &entry::encode("null"));
    assert_eq!(
        find(Some(1)),
        Some(1),
        "and one that Python stored is a miss"
    );
    assert_eq!(find(Some(2)), Some(1));
}

#[test]
fn delete() {
    let (server, redis) = start();
    let post = |id: u64| {
        cache_function("post:content")
            .redis(&redis)
            .arg("post_id", &id)
    };
    post(1).call(|| "old".to_owned());
    post(2).call(|| "other".to_owned());
    let key = post(1).key().expect("a key");
    assert_eq!(redis.delete(&key), Ok(true));
    assert_eq!(redis.delete(&key), Ok(false));
    assert_eq!(post(1).call(|| "new".to_owned()), "new");
    assert_eq!(post(2).call(|| "new".to_owned()), "other");

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    assert_eq!(runtime.block_on(redis.delete_async(&key)), Ok(true));
    assert_eq!(runtime.block_on(redis.delete_async(&key)), Ok(false));
    assert_eq!(server.get(&key), None);
}

#[test]
fn stats() {
    let (_server, redis) = start();
    let call = |namespace: &str, cached: bool| {
        cache_function(namespace)
            .redis(&redis)
            .only_for(cached)
            .call(|| 1)
    };
    for _ in 0..3 {
        call("a", true);
    }
    call("b", true);
    call("b", false);
    let stats = redis.stats();
    let a = stats.namespace("a").expect("used");
    assert_eq!(
        (a.hits, a.misses, a.bypassed, a.stored, a.errors),
        (2, 1, 0, 1, 0)
    );
    let b = stats.namespace("b").expect("used");
    assert_eq!(
        (b.hits, b.misses, b.bypassed, b.stored, b.errors),
        (0, 1, 1, 1, 0)
    );
    let all = stats.total();
    assert_eq!(
        (all.hits, all.misses, all.bypassed, all.stored, all.errors),
        (2, 2, 1, 2, 0)
    );
    assert_eq!(
        stats.namespaces().map(|(name, _)| name).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(stats.namespace("c"), None);
}

#[test]
fn entry_is_what_stands_under_the_key() {
    let (server, redis) = start();
    cache_function("there").redis(&redis).call(|| 1);
    let stored = server.get("there");
    assert!(stored.is_some());
    assert_eq!(redis.entry("there"), Ok(stored.clone()));
    assert_eq!(redis.entry("nothing"), Ok(None));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    assert_eq!(runtime.block_on(redis.entry_async("there")), Ok(stored));
    assert_eq!(runtime.block_on(redis.entry_async("nothing")), Ok(None));
}
