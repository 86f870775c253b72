//! Many callers of one cold key.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use dtcache::{Flight, RedisInstance, acache_function, cache_function};
use support::{RedisServer, port};

use super::{PROMPT, Runs, at, embedded, runtime};

const TASKS: usize = 10_000;
const THREADS: usize = 200;
const BODY: Duration = Duration::from_millis(100);

/// How often the body runs for so many tasks.
fn tasks(redis: &RedisInstance, flight: Flight, tasks: usize) -> usize {
    let (runs, begun) = (Runs::default(), Runs::default());
    runtime().block_on(async {
        let callers: Vec<_> = (0..tasks)
            .map(|_| {
                let (redis, runs, begun) = (redis.clone(), runs.clone(), begun.clone());
                tokio::spawn(async move {
                    begun.one_more();
                    let call = acache_function("many").redis(&redis).expire(60);
                    let body = || async {
                        runs.one_more();
                        // A caller that begins after the end of it is another matter.
                        while begun.count() < tasks {
                            tokio::time::sleep(Duration::from_millis(1)).await;
                        }
                        tokio::time::sleep(BODY).await;
                        "result".to_owned()
                    };
                    call.flight(flight).arg("id", &1).call(body).await
                })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), "result");
        }
    });
    runs.count()
}

fn threads(redis: &RedisInstance, flight: Flight, threads: usize) -> usize {
    let runs = Runs::default();
    let together = Barrier::new(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                together.wait();
                let call = cache_function("many").redis(redis).expire(60);
                let body = || {
                    runs.one_more();
                    thread::sleep(BODY);
                    "result".to_owned()
                };
                assert_eq!(call.flight(flight).arg("id", &1).call(body), "result");
            });
        }
    });
    runs.count()
}

#[test]
fn ten_thousand_tasks_run_the_body_once() {
    let server = RedisServer::start();
    let redis = at(server.url());
    assert_eq!(tasks(&redis, Flight::new(), TASKS), 1);
    let counts = redis.stats().total();
    assert_eq!(counts.stored, 1);
    assert_eq!(counts.hits + counts.joined, TASKS as u64 - 1);
}

#[test]
fn two_hundred_threads_run_the_body_once() {
    let server = RedisServer::start();
    assert_eq!(threads(&at(server.url()), Flight::new(), THREADS), 1);
    assert_eq!(threads(&embedded(), Flight::new(), THREADS), 1);
}

#[test]
fn so_they_do_without_a_server() {
    let nobody = || at(format!("redis://127.0.0.1:{}", port::free()));
    assert_eq!(tasks(&nobody(), Flight::new(), TASKS), 1);
    assert_eq!(threads(&nobody(), Flight::new(), THREADS), 1);
}

#[test]
fn so_they_do_when_the_server_does_not_answer() {
    let server = RedisServer::start();
    let redis = at(server.url());
    assert_eq!(threads(&redis, Flight::new(), 2), 1);
    redis
        .delete(&cache_function("many").arg("id", &1).key().unwrap())
        .unwrap();
    server.pause();
    let begun = Instant::now();
    assert_eq!(threads(&redis, Flight::new(), THREADS), 1);
    assert!(begun.elapsed() < PROMPT);
    server.resume();
}

#[test]
fn a_flight_that_is_off_has_each_run_its_own() {
    let redis = embedded();
    assert_eq!(tasks(&redis, Flight::off(), 50), 50);
    redis
        .delete(&cache_function("many").arg("id", &1).key().unwrap())
        .unwrap();
    assert_eq!(threads(&redis, Flight::off(), 50), 50);
}

#[test]
fn threads_and_tasks_share_a_load() {
    let redis = embedded();
    let runs = Runs::default();
    let runtime = runtime();
    let together = Barrier::new(2);
    let call = |runs: &Runs| {
        together.wait();
        let call = cache_function("both").redis(&redis).expire(60);
        call.call(|| {
            runs.one_more();
            thread::sleep(BODY);
            7
        })
    };
    thread::scope(|scope| {
        let thread = scope.spawn(|| call(&runs));
        together.wait();
        let value = runtime.block_on(async {
            while runs.count() == 0 {
                tokio::task::yield_now().await;
            }
            let call = acache_function("both").redis(&redis).expire(60);
            call.call(|| async { runs.one_more() }).await
        });
        assert_eq!((value, thread.join().unwrap()), (7, 7));
    });
    assert_eq!(runs.count(), 1);
}

#[test]
fn nothing_is_shared_between_keys() {
    let redis = embedded();
    let begun = Instant::now();
    thread::scope(|scope| {
        for id in 0..100 {
            let redis = &redis;
            scope.spawn(move || {
                let call = cache_function("keys")
                    .redis(redis)
                    .expire(60)
                    .arg("id", &id);
                assert_eq!(
                    call.call(|| {
                        thread::sleep(BODY);
                        id
                    }),
                    id
                );
            });
        }
    });
    assert!(begun.elapsed() < PROMPT, "one after the other");
}

#[test]
fn an_absent_value_is_shared_although_it_is_not_stored() {
    let redis = embedded();
    let runs = Runs::default();
    let together = Barrier::new(20);
    thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                together.wait();
                let found = cache_function("absent").redis(&redis).call(|| {
                    runs.one_more();
                    thread::sleep(BODY);
                    None::<u32>
                });
                assert_eq!(found, None);
            });
        }
    });
    assert_eq!((runs.count(), redis.stats().total().stored), (1, 0));
}
