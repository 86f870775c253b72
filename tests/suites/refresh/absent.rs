//! `None`, stored on purpose.

use std::time::Duration;

use dtcache::{RedisInstance, cache_function};
use support::RedisServer;
use support::oracle::Oracle;

use super::{LONG, SHORT, at, instances, left, until_over};

fn find(redis: &RedisInstance, absent: Duration, value: Option<u32>) -> Option<u32> {
    let call = cache_function("find")
        .redis(redis)
        .expire(LONG)
        .none_expire(absent);
    call.call(|| value)
}

#[test]
fn it_has_a_life_of_its_own() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        assert_eq!(find(&redis, SHORT, None), None);
        assert_eq!(find(&redis, SHORT, Some(1)), None, "cached");
        assert_eq!(redis.stats().total().hits, 1);
        until_over();
        assert_eq!(find(&redis, SHORT, Some(2)), Some(2));
        until_over();
        assert_eq!(
            find(&redis, SHORT, None),
            Some(2),
            "the value lives as long as it did"
        );
    }
}

#[test]
fn zero_does_not_store_it() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        assert_eq!(find(&redis, Duration::ZERO, None), None);
        assert_eq!(find(&redis, Duration::ZERO, Some(1)), Some(1));
    }
}

#[test]
fn the_ok_of_a_result_may_be_absent() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        let find = |value: Result<Option<u32>, ()>| {
            let call = cache_function("ok").redis(&redis).none_expire(60);
            call.try_call(|| value)
        };
        assert_eq!(find(Err(())), Err(()));
        assert_eq!(find(Ok(None)), Ok(None));
        assert_eq!(find(Ok(Some(1))), Ok(None), "cached");
    }
}

#[test]
fn others_see_a_miss() {
    let server = RedisServer::start();
    let redis = at(server.url());
    find(&redis, LONG, None);
    assert!(left(&server, "find") <= LONG);
    let bytes = server.get("find").expect("an entry");
    assert_eq!(support::entry::decode(&bytes), serde_json::Value::Null);
    assert_eq!(Oracle::start().read(&[bytes]), [None], "nothing found");
    let plain = cache_function("find").redis(&redis).call(|| Some(3_u32));
    assert_eq!(plain, Some(3), "a function that stores no absent values");
}

#[test]
fn a_null_of_somebody_elses_is_still_a_miss() {
    let server = RedisServer::start();
    let redis = at(server.url());
    server.set("find", &support::entry::encode("null"));
    assert_eq!(find(&redis, LONG, Some(1)), Some(1));
}
