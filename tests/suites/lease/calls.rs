//! Two instances, which know of each other through the server alone, as two processes do.

use std::sync::Barrier;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use dtcache::{ErrorKind, RedisInstance, Stale, acache_function, cache_function};
use support::{RedisServer, entry};
use tokio::runtime::Builder;

use super::{BUDGET, TOLD, at, locked};

const KEY: &str = "call";

fn call(redis: &RedisInstance, body: impl FnOnce() -> String) -> String {
    cache_function(KEY)
        .redis(redis)
        .expire(60)
        .flight(locked())
        .call(body)
}

fn call_async(redis: &RedisInstance, body: impl FnOnce() -> String) -> String {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let call = acache_function(KEY)
        .redis(redis)
        .expire(60)
        .flight(locked());
    runtime.block_on(call.call_sync(body))
}

fn never() -> String {
    panic!("somebody else computes it")
}

type Call = fn(&RedisInstance, Box<dyn FnOnce() -> String>) -> String;

fn worlds() -> [Call; 2] {
    [
        |redis, body| call(redis, body),
        |redis, body| call_async(redis, body),
    ]
}

/// Runs `meanwhile` while the first instance computes `old`; what that call gives.
fn during(redis: &RedisInstance, call: Call, meanwhile: impl FnOnce() + Send) -> String {
    let (begun, is_begun) = mpsc::channel();
    let (end, ended) = mpsc::channel::<()>();
    let redis = redis.clone();
    thread::scope(|scope| {
        let old = scope.spawn(move || {
            let body = move || {
                begun.send(()).unwrap();
                let _ = ended.recv();
                "old".to_owned()
            };
            call(&redis, Box::new(body))
        });
        is_begun.recv().unwrap();
        meanwhile();
        drop(end);
        old.join().unwrap()
    })
}

#[test]
fn others_wait_and_are_told() {
    let server = RedisServer::start();
    for computes in worlds() {
        for waits in worlds() {
            let (one, other) = (at(server.url()), at(server.url()));
            let waiting = thread::scope(|scope| {
                let mut waiting = None;
                during(&one, computes, || {
                    let other = &other;
                    waiting = Some(scope.spawn(move || {
                        let value = waits(other, Box::new(never));
                        (value, Instant::now())
                    }));
                    // Into its wait: nothing tells from outside that it has come so far.
                    thread::sleep(Duration::from_millis(200));
                });
                let ended = Instant::now();
                let (value, told) = waiting.unwrap().join().unwrap();
                assert_eq!(value, "old");
                told.saturating_duration_since(ended)
            });
            assert!(waiting < TOLD, "{waiting:?}");
            assert_eq!(other.stats().total().joined, 1);
            one.delete(KEY).unwrap();
        }
    }
}

#[test]
fn an_invalidation_by_another_process_wins() {
    let server = RedisServer::start();
    for computes in worlds() {
        let (one, other) = (at(server.url()), at(server.url()));
        let old = during(&one, computes, || {
            other.delete(KEY).unwrap();
        });
        assert_eq!(old, "old", "returned to its own caller");
        assert_eq!(server.get(KEY), None, "and not stored");

        let old = during(&one, computes, || {
            other.delete(KEY).unwrap();
            let begun = Instant::now();
            assert_eq!(call(&other, || "new".to_owned()), "new");
            assert!(begun.elapsed() < TOLD, "the lease is over");
        });
        assert_eq!(old, "old");
        assert_eq!(entry::decode(&server.get(KEY).unwrap()), "new");
        other.delete(KEY).unwrap();
    }
}

#[test]
fn a_value_that_is_put_by_another_process_wins() {
    let server = RedisServer::start();
    let (one, other) = (at(server.url()), at(server.url()));
    let handle = || {
        cache_function(KEY)
            .redis(&other)
            .expire(60)
            .flight(locked())
            .entry::<String>()
    };
    during(&one, worlds()[0], || {
        handle().put(&"put".to_owned()).unwrap();
    });
    assert_eq!(entry::decode(&server.get(KEY).unwrap()), "put");
}

/// As the README says.
#[test]
fn a_plain_del_does_not_end_a_lease() {
    let server = RedisServer::start();
    let one = at(server.url());
    during(&one, worlds()[0], || {
        let _: u64 = server.raw(&["DEL", KEY]);
    });
    assert_eq!(entry::decode(&server.get(KEY).unwrap()), "old");
}

#[test]
fn a_body_that_fails_makes_room_at_once() {
    let server = RedisServer::start();
    let (one, other) = (at(server.url()), at(server.url()));
    let (begun, is_begun) = mpsc::channel();
    thread::scope(|scope| {
        let fails = scope.spawn(|| {
            let call = cache_function(KEY).redis(&one).expire(60).flight(locked());
            call.try_call(|| {
                begun.send(()).unwrap();
                thread::sleep(Duration::from_millis(300));
                Err::<String, _>("the body fails")
            })
        });
        is_begun.recv().unwrap();
        let started = Instant::now();
        assert_eq!(call(&other, || "mine".to_owned()), "mine");
        assert!(started.elapsed() < Duration::from_millis(300) + TOLD);
        assert_eq!(fails.join().unwrap(), Err("the body fails"));
    });
    assert_eq!(
        entry::decode(&server.get(KEY).unwrap()),
        "mine",
        "under a lease of its own"
    );
}

#[test]
fn a_call_that_is_dropped_makes_room_at_once() {
    let server = RedisServer::start();
    let (one, other) = (at(server.url()), at(server.url()));
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (begun, is_begun) = mpsc::channel();
    let task = runtime.spawn(async move {
        let call = acache_function(KEY).redis(&one).expire(60).flight(locked());
        call.call(|| async move {
            begun.send(()).unwrap();
            std::future::pending::<String>().await
        })
        .await
    });
    is_begun.recv().unwrap();
    task.abort();
    let started = Instant::now();
    assert_eq!(call(&other, || "mine".to_owned()), "mine");
    assert!(started.elapsed() < TOLD, "{:?}", started.elapsed());
}

#[test]
fn a_refresh_that_ends_with_its_runtime_leaves_no_lease() {
    let server = RedisServer::start();
    let (one, other) = (at(server.url()), at(server.url()));
    let stale = Stale::within(Duration::from_secs(600));
    let short = Duration::from_millis(30);
    cache_function(KEY)
        .redis(&one)
        .expire(short)
        .stale(stale)
        .flight(locked())
        .call(|| 1);
    thread::sleep(2 * short);
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (begun, is_begun) = mpsc::channel();
    let value = runtime.block_on({
        let call = acache_function(KEY).redis(&one).expire(short).stale(stale);
        call.flight(locked()).call_detached(move || async move {
            begun.send(()).unwrap();
            std::future::pending::<u32>().await
        })
    });
    assert_eq!(value, 1, "the stale value is served at once");
    is_begun.recv().unwrap();
    drop(runtime);
    let started = Instant::now();
    let call = cache_function(KEY)
        .redis(&other)
        .expire(60)
        .stale(stale)
        .flight(locked());
    assert_eq!(call.call(|| 2), 2);
    assert!(started.elapsed() < TOLD, "{:?}", started.elapsed());
}

#[test]
fn an_early_refresh_is_left_to_whoever_has_the_lease() {
    let server = RedisServer::start();
    let (one, other) = (at(server.url()), at(server.url()));
    let call = |redis: &RedisInstance, body: &dyn Fn() -> u32| {
        let call = cache_function(KEY).redis(redis).expire(600).early(1e9);
        call.flight(locked()).call(body)
    };
    let slow = |value| {
        thread::sleep(Duration::from_millis(5));
        value
    };
    assert_eq!(call(&one, &|| slow(1)), 1);
    let both = Barrier::new(2);
    thread::scope(|scope| {
        let chosen = scope.spawn(|| {
            call(&one, &|| {
                both.wait();
                both.wait();
                slow(2)
            })
        });
        both.wait();
        let started = Instant::now();
        assert_eq!(call(&other, &|| unreachable!("somebody is at it")), 1);
        assert!(started.elapsed() < TOLD);
        both.wait();
        assert_eq!(chosen.join().unwrap(), 2);
    });
}

#[test]
fn a_server_that_dies_keeps_nobody() {
    let server = RedisServer::start();
    for waits in worlds() {
        let (one, other) = (at(server.url()), at(server.url()));
        let body = Duration::from_millis(200);
        during(&one, worlds()[0], || {
            thread::scope(|scope| {
                let other = &other;
                let waiting: Vec<_> = (0..10)
                    .map(|_| {
                        scope.spawn(move || {
                            let body = move || {
                                thread::sleep(body);
                                "mine".to_owned()
                            };
                            waits(other, Box::new(body))
                        })
                    })
                    .collect();
                thread::sleep(Duration::from_millis(200));
                server.kill();
                let killed = Instant::now();
                for caller in waiting {
                    assert_eq!(caller.join().unwrap(), "mine");
                }
                let took = killed.elapsed();
                assert!(took < body + BUDGET + TOLD, "{took:?}");
            });
        });
        server.restart();
    }
}

#[test]
fn a_scope_that_refreshes_computes_and_stores() {
    let server = RedisServer::start();
    let redis = at(server.url());
    for world in worlds() {
        assert_eq!(world(&redis, Box::new(|| "old".to_owned())), "old");
        let new = dtcache::Scope::new()
            .refresh()
            .run(|| call(&redis, || "new".to_owned()));
        assert_eq!(new, "new");
        assert_eq!(entry::decode(&server.get(KEY).unwrap()), "new");
        redis.delete(KEY).unwrap();
    }
}

#[test]
fn a_body_that_calls_its_own_key_waits_for_nobody() {
    let server = RedisServer::start();
    let redis = at(server.url());
    let begun = Instant::now();
    let inner = || call(&redis, || "inner".to_owned());
    assert_eq!(call(&redis, inner), "inner");
    assert!(begun.elapsed() < TOLD, "{:?}", begun.elapsed());
}

#[test]
fn after_a_body_that_failed_all_who_waited_run_together() {
    let server = RedisServer::start();
    let redis = at(server.url());
    let body = Duration::from_millis(200);
    let both = Barrier::new(10);
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                both.wait();
                let call = cache_function(KEY).redis(&redis).expire(60);
                let failed = call.flight(locked()).try_call(|| {
                    thread::sleep(body);
                    Err::<u32, _>("the body fails")
                });
                assert!(failed.is_err());
            });
        }
    });
    assert!(begun.elapsed() < 2 * body + TOLD, "{:?}", begun.elapsed());
}

/// Its result may be over for them, as no lease stood when it was computed.
#[test]
fn who_follows_a_call_that_only_reads_looks_for_itself() {
    let server = RedisServer::start();
    let (one, other) = (at(server.url()), at(server.url()));
    let (begun, end) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        let reads = scope.spawn(|| {
            let read = || {
                call(&one, || {
                    begun.wait();
                    end.wait();
                    "old".to_owned()
                })
            };
            dtcache::Scope::new().read_only().run(read)
        });
        begun.wait();
        other.delete(KEY).unwrap();
        let follows = scope.spawn(|| call(&one, || "new".to_owned()));
        thread::sleep(Duration::from_millis(100));
        end.wait();
        assert_eq!(reads.join().unwrap(), "old");
        assert_eq!(follows.join().unwrap(), "new");
    });
}

#[test]
fn the_embedded_store_needs_no_lease() {
    let redis = at("memory://".to_owned());
    for world in worlds() {
        assert_eq!(world(&redis, Box::new(|| "once".to_owned())), "once");
        assert_eq!(world(&redis, Box::new(never)), "once");
        redis.delete(KEY).unwrap();
    }
}

/// Redis Cluster could not keep the two together.
#[test]
fn a_key_beside_which_no_lease_can_stand_is_refused() {
    let server = RedisServer::start();
    let redis = at(server.url());
    let call = cache_function("a}b")
        .redis(&redis)
        .expire(60)
        .flight(locked());
    assert_eq!(call.call(|| 7), 7);
    assert_eq!(server.get("a}b"), None);
    let failures: Vec<_> = redis.stats().failures().collect();
    assert_eq!(failures, [(ErrorKind::Config, 1)]);
}
