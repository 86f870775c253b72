//! Values that are over, in the place of errors.

use std::cell::Cell;
use std::time::Duration;

use dtcache::{Codec, RedisInstance, Stale, acache_function, cache_function};
use support::oracle::{Described, Oracle};
use support::{RedisServer, entry};

use super::{LONG, SHORT, at, embedded, instances, left, runtime, until_over};

type Outcome = Result<u32, &'static str>;

fn rate(redis: &RedisInstance, stale: Stale, body: impl FnOnce() -> Outcome) -> Outcome {
    cache_function("rate")
        .redis(redis)
        .expire(SHORT)
        .stale(stale)
        .try_call(body)
}

#[test]
fn an_error_is_answered_with_the_stale_value() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        let stale = Stale::within(LONG).retry(Duration::ZERO);
        assert_eq!(
            rate(&redis, stale, || Err("nothing yet")),
            Err("nothing yet")
        );
        assert_eq!(rate(&redis, stale, || Ok(1)), Ok(1));
        assert_eq!(rate(&redis, stale, || Err("fresh is not asked")), Ok(1));
        until_over();
        assert_eq!(rate(&redis, stale, || Err("closed")), Ok(1));
        assert_eq!(redis.stats().total().stale, 1);
        assert_eq!(rate(&redis, stale, || Ok(2)), Ok(2), "tried again");
        assert_eq!(rate(&redis, stale, || Err("fresh again")), Ok(2));
    }
}

#[test]
fn a_body_that_failed_is_left_alone_for_a_while() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        let runs = Cell::new(0);
        let retry = Duration::from_millis(150);
        let fails = || {
            rate(&redis, Stale::within(LONG).retry(retry), || {
                runs.set(runs.get() + 1);
                Err("closed")
            })
        };
        rate(&redis, Stale::within(LONG), || Ok(1)).unwrap();
        until_over();
        for _ in 0..20 {
            assert_eq!(fails(), Ok(1));
        }
        assert_eq!(runs.get(), 1);
        std::thread::sleep(retry);
        assert_eq!((fails(), runs.get()), (Ok(1), 2));
        // An invalidation takes the value, and the rest with it.
        redis.delete("rate").unwrap();
        assert_eq!((fails(), runs.get()), (Err("closed"), 3));
    }
}

#[test]
fn a_panic_is_a_panic() {
    let redis = embedded();
    rate(&redis, Stale::within(LONG), || Ok(1)).unwrap();
    until_over();
    let call = || rate(&redis, Stale::within(LONG), || panic!("a bug"));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).is_err());
}

#[test]
fn what_is_too_stale_is_gone() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        rate(&redis, Stale::within(SHORT), || Ok(1)).unwrap();
        until_over();
        until_over();
        assert_eq!(
            rate(&redis, Stale::within(SHORT), || Err("closed")),
            Err("closed")
        );
        assert_eq!(
            rate(&redis, Stale::within(LONG), || Err("closed")),
            Err("closed")
        );
    }
}

/// A compact entry of a small value reaches to the end of its bytes, unless something is to stand there.
#[test]
fn a_compact_value_is_told_from_its_times() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        let spot = |price: &str, fails: bool| {
            cache_function("spot")
                .redis(&redis)
                .expire(SHORT)
                .stale(Stale::within(LONG))
                .codec(Codec::Compact)
                .try_call(|| {
                    if fails {
                        Err("closed")
                    } else {
                        Ok(Some(price.to_owned()))
                    }
                })
        };
        let first = Ok(Some("97".to_owned()));
        assert_eq!(spot("97", false), first);
        assert_eq!(spot("98", false), first, "fresh");
        until_over();
        assert_eq!(spot("98", true), first, "stale");
        let counts = redis.stats().total();
        assert_eq!((counts.hits, counts.stale, counts.errors), (1, 1, 0));
    }
}

/// To Python the entry lives longer: it does not see what stands behind the value.
#[test]
fn python_reads_the_value_as_long_as_it_is_there() {
    let server = RedisServer::start();
    let redis = at(server.url());
    rate(&redis, Stale::within(LONG), || Ok(97)).unwrap();
    let left = left(&server, "rate");
    assert!(left + SHORT > LONG && left <= LONG + SHORT, "{left:?}");
    until_over();
    let bytes = server.get("rate").expect("an entry");
    assert_eq!(entry::decode(&bytes), 97);
    let python = Oracle::start().read(&[bytes]);
    assert_eq!(python, [Some(Described::Int("97".to_owned()))]);
}

#[test]
fn to_a_function_without_stale_it_is_over() {
    let redis = embedded();
    rate(&redis, Stale::within(LONG), || Ok(1)).unwrap();
    until_over();
    let plain = cache_function("rate")
        .redis(&redis)
        .expire(60)
        .call(|| 2_u32);
    assert_eq!(plain, 2);
}

#[test]
fn a_slow_body_gives_way_to_the_stale_value() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        runtime().block_on(async {
            let slow = async |value: u32, time: Duration| {
                let call = acache_function("slow").redis(&redis).expire(SHORT);
                let call = call.stale(Stale::within(LONG)).body_timeout(SHORT);
                call.call(|| async {
                    tokio::time::sleep(time).await;
                    value
                })
                .await
            };
            // Where there is none, it has the time it takes.
            assert_eq!(slow(1, 2 * SHORT).await, 1);
            until_over();
            assert_eq!(slow(2, LONG).await, 1);
            assert_eq!(slow(3, Duration::ZERO).await, 1, "left alone for a while");
            redis.delete("slow").unwrap();
            assert_eq!(slow(4, Duration::ZERO).await, 4);
            until_over();
            assert_eq!(slow(5, Duration::ZERO).await, 5, "in time");
        });
    }
}
