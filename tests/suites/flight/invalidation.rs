//! An invalidation during a load wins.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use dtcache::{Flight, RedisInstance, Write, acache_function, cache_function};
use support::{DelayProxy, RedisServer};

use super::{Runs, at, embedded, runtime};

const KEY: &str = "call";

/// Runs `meanwhile` in the middle of a body; what stands under the key after the call.
fn during(redis: &RedisInstance, flight: Flight, meanwhile: impl Fn()) -> bool {
    let call = cache_function(KEY).redis(redis).expire(60).flight(flight);
    assert_eq!(
        call.call(|| {
            meanwhile();
            "old".to_owned()
        }),
        "old",
        "the result is returned"
    );
    redis.entry(KEY).unwrap().is_some()
}

#[test]
fn what_was_begun_before_is_not_stored_after() {
    let server = RedisServer::start();
    for redis in [at(server.url()), embedded()] {
        for flight in [Flight::new(), Flight::off()] {
            assert!(during(&redis, flight, || ()), "stored without one");
            redis.delete(KEY).unwrap();
            assert!(!during(&redis, flight, || drop(redis.delete(KEY))));
            let entry = || cache_function(KEY).redis(&redis).entry::<String>();
            assert!(!during(&redis, flight, || drop(entry().invalidate())));
            assert!(during(&redis, flight, || drop(
                entry().put(&"new".to_owned())
            )));
            assert_eq!(
                entry().peek().unwrap().as_deref(),
                Some("new"),
                "put wins too"
            );
            redis.delete(KEY).unwrap();
        }
    }
}

#[test]
fn so_it_is_in_async_code() {
    let server = RedisServer::start();
    for redis in [at(server.url()), embedded()] {
        runtime().block_on(async {
            let entry = || acache_function(KEY).redis(&redis).entry::<String>();
            let during = async |invalidates: bool| {
                let call = acache_function(KEY).redis(&redis).expire(60);
                let body = || async {
                    if invalidates {
                        entry().invalidate().await.unwrap();
                    }
                    "old".to_owned()
                };
                assert_eq!(call.call(body).await, "old");
                entry().peek().await.unwrap().is_some()
            };
            assert!(!during(true).await);
            assert!(during(false).await);
        });
    }
}

#[test]
fn who_comes_after_it_does_not_get_what_was_begun_before() {
    let redis = embedded();
    let (begun, invalidated) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        let old = scope.spawn(|| {
            cache_function(KEY).redis(&redis).expire(60).call(|| {
                begun.wait();
                invalidated.wait();
                "old".to_owned()
            })
        });
        begun.wait();
        redis.delete(KEY).unwrap();
        let new = cache_function(KEY)
            .redis(&redis)
            .expire(60)
            .call(|| "new".to_owned());
        assert_eq!(new, "new");
        invalidated.wait();
        assert_eq!(old.join().unwrap(), "old");
    });
    let stored = cache_function(KEY).redis(&redis).entry::<String>().peek();
    assert_eq!(stored.unwrap().as_deref(), Some("new"));
}

/// The write is on its way to a server that is far away, on another connection than the delete.
#[test]
fn a_write_that_is_on_its_way_is_waited_for() {
    let server = RedisServer::start();
    let proxy = DelayProxy::start(server.port(), Duration::from_millis(20));
    let redis = at(proxy.url());
    for write in [Write::Wait, Write::Background] {
        let body_is_over = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                let call = cache_function(KEY).redis(&redis).expire(60).write(write);
                call.cache_if(|_: &u32| {
                    body_is_over.wait();
                    true
                })
                .call(|| 1)
            });
            body_is_over.wait();
            // By now, or in a moment, it is sent.
            for _ in 0..20 {
                redis.delete(KEY).unwrap();
            }
        });
        let stays = Instant::now() + Duration::from_millis(100);
        while Instant::now() < stays {
            assert_eq!(redis.entry(KEY).unwrap(), None);
        }
    }
}

#[test]
fn the_callers_of_an_invalidated_load_still_get_its_result() {
    let redis = embedded();
    let runs = Runs::default();
    runtime().block_on(async {
        let caller = || {
            let (redis, runs) = (redis.clone(), runs.clone());
            tokio::spawn(async move {
                let call = acache_function(KEY).redis(&redis).expire(60);
                call.call(|| async {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    runs.one_more()
                })
                .await
            })
        };
        let callers: Vec<_> = (0..10).map(|_| caller()).collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        redis.delete(KEY).unwrap();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), 1);
        }
    });
    assert_eq!(runs.count(), 1);
    assert_eq!(redis.entry(KEY).unwrap(), None);
}
