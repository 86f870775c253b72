//! One instance and many Tokio runtimes that come and go, at once and one after the other; and
//! plain threads without any.

use std::sync::Barrier;

use dtcache::redis::AsyncCommands;
use dtcache::{
    RedisConfig, RedisInstance, acache_data, acache_function, cache_function, cache_wrapper,
    is_async_redis_connected,
};
use support::{RedisServer, events, wait};
use tokio::runtime::{Builder, Runtime};

#[cache_wrapper(namespace = "async", expire = 60, skip = [value])]
async fn cached(id: u32, value: u32) -> u32 {
    tokio::task::yield_now().await;
    value
}

#[cache_wrapper(namespace = "sync", expire = 60, skip = [value])]
fn cached_sync(id: u32, value: u32) -> u32 {
    value
}

fn current_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn start() -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    (server, redis)
}

/// The only test here that uses the global instance.
#[test]
fn twenty_runtimes_in_a_row_use_the_global_instance() {
    let (server, redis) = start();
    redis.clone().install().expect("the first one");
    // What a plain thread uses stays open: it belongs to no runtime.
    cached_sync(0, 0);
    drop(redis.get_redis().expect("a connection"));
    let baseline = server.clients().len();
    assert_eq!(baseline, 2);

    for round in 0..20 {
        let runtime = if round % 2 == 0 {
            current_thread()
        } else {
            multi_thread()
        };
        let ((), seen) = events::warnings(|| runtime.block_on(every_call(round)));
        assert_eq!(seen, [], "in runtime {round}");
        assert!(
            server.clients().len() >= baseline + 2,
            "shared and lent ones of this runtime"
        );
        match round % 3 {
            0 => drop(runtime),
            1 => runtime.shutdown_background(),
            _ => runtime.shutdown_timeout(wait::PATIENCE),
        }
        wait::until("the runtime's connections to close", || {
            server.clients().len() == baseline
        });
    }
    assert_eq!(redis.stats().total().errors, 0);
}

/// Everything that can be called in a runtime; `round` tells it from the ones before.
async fn every_call(round: u32) {
    assert_eq!(cached(round, round).await, round);
    assert_eq!(cached(round, 99).await, round, "a hit");
    assert_eq!(cached_sync(round, round), round);
    assert_eq!(cached_sync(round, 99), round, "a hit");
    let spawned = tokio::spawn(cached(round, 99)).await.expect("no panic");
    assert_eq!(spawned, round, "a hit in another task");
    let blocking = tokio::task::spawn_blocking(move || cached_sync(round, 99)).await;
    assert_eq!(
        blocking.expect("no panic"),
        round,
        "a hit on a thread of the runtime"
    );

    let redis = RedisInstance::global().expect("installed");
    let mut lent = redis.get_async_redis().await.expect("a connection");
    let () = lent.set("lent", round).await.expect("stored");
    let value: u32 = redis
        .get_redis()
        .map(|mut lent| dtcache::redis::Commands::get(&mut *lent, "lent").expect("there"))
        .expect("a connection");
    assert_eq!(value, round);
    acache_data(&redis, "manual", &round, 60).await;
    assert_eq!(is_async_redis_connected(&redis).await, (true, None));
    assert_eq!(redis.delete_async("manual").await, Ok(true));
}

#[test]
fn a_runtime_that_is_dropped_in_the_middle_of_calls_leaves_nothing_behind() {
    let (server, redis) = start();
    for _ in 0..5 {
        let runtime = multi_thread();
        for id in 0..20_u32 {
            let redis = redis.clone();
            runtime.spawn(async move {
                let call = acache_function("endless").redis(&redis).arg("id", &id);
                call.call(std::future::pending::<u32>).await
            });
        }
        runtime.block_on(redis.ping_async()).expect("an answer");
        drop(runtime);
        wait::until("the runtime's connections to close", || {
            server.clients().is_empty()
        });
    }
}

#[test]
fn runtimes_at_the_same_time_have_connections_of_their_own() {
    let (server, redis) = start();
    let both_are_in = Barrier::new(2);
    std::thread::scope(|scope| {
        for name in ["one", "other"] {
            let (redis, server, both_are_in) = (&redis, &server, &both_are_in);
            scope.spawn(move || {
                current_thread().block_on(async {
                    acache_function(name).redis(redis).call_sync(|| 1).await;
                    both_are_in.wait();
                    assert_eq!(server.clients().len(), 2);
                    both_are_in.wait();
                    let again = acache_function(name).redis(redis).call_sync(|| 2).await;
                    assert_eq!(again, 1);
                });
            });
        }
    });
    wait::until("both to close", || server.clients().is_empty());
}

#[test]
fn a_runtime_inside_another_ones_life_does_not_disturb_it() {
    let (server, redis) = start();
    let outer = multi_thread();
    let call = |runtime: &Runtime, value: u32| {
        runtime.block_on(async {
            acache_function("id")
                .redis(&redis)
                .call_sync(|| value)
                .await
        })
    };
    assert_eq!(call(&outer, 1), 1);
    for value in 2..12 {
        assert_eq!(call(&current_thread(), value), 1);
        assert_eq!(call(&outer, value), 1);
    }
    assert_eq!(redis.stats().total().errors, 0);
    wait::until("all but the outer one's to close", || {
        server.clients().len() == 1
    });
}

#[test]
fn all_tasks_of_a_runtime_share_one_connection() {
    let (server, redis) = start();
    let runtime = multi_thread();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..100_u32)
            .map(|id| {
                let redis = redis.clone();
                tokio::spawn(async move {
                    acache_function("many")
                        .redis(&redis)
                        .arg("id", &id)
                        .call_sync(|| id)
                        .await
                })
            })
            .collect();
        for (id, task) in (0..).zip(tasks) {
            assert_eq!(task.await.expect("no panic"), id);
        }
    });
    assert_eq!(server.clients().len(), 1);
    assert_eq!(server.keys().len(), 100);
    assert_eq!(redis.stats().total().stored, 100);
}

#[test]
fn an_abandoned_call_leaves_the_others_in_step() {
    let (_server, redis) = start();
    let runtime = current_thread();
    runtime.block_on(async {
        for id in 0..200_u32 {
            let call = |id: u32| {
                let call = acache_function("step").redis(&redis).arg("id", &id);
                call.call(move || async move { id })
            };
            assert_eq!(call(id).await, id);
            // Polled until its look-up is on the way, then dropped.
            let abandoned = call(id);
            tokio::select! {
                biased;
                _ = abandoned => {}
                () = tokio::task::yield_now() => {}
            }
            assert_eq!(call(id).await, id, "the answer to this look-up");
        }
    });
    let counts = redis.stats().total();
    assert_eq!((counts.misses, counts.errors), (200, 0), "{counts:?}");
}

#[test]
fn plain_threads_need_no_runtime() {
    let (server, redis) = start();
    std::thread::scope(|scope| {
        for thread in 0..40_u32 {
            let redis = &redis;
            scope.spawn(move || {
                for id in 0..10_u32 {
                    let call = cache_function("plain")
                        .redis(redis)
                        .arg("id", &(thread, id));
                    assert_eq!(call.call(|| thread * 10 + id), thread * 10 + id);
                }
                redis.ping().expect("an answer");
            });
        }
    });
    assert_eq!(server.keys().len(), 400);
    let counts = redis.stats().total();
    assert_eq!((counts.stored, counts.errors), (400, 0), "{counts:?}");
    let open = server.clients().len();
    assert!(
        open <= 16,
        "{open} connections for the cached calls of 40 threads"
    );
}

#[test]
fn sync_calls_inside_of_a_runtime_work() {
    let (_server, redis) = start();
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async {
            // More calls than a task may make in one go under Tokio's cooperative scheduling.
            for id in 0..300_u32 {
                let call = || {
                    cache_function("inside")
                        .redis(&redis)
                        .arg("id", &id)
                        .call(|| id)
                };
                assert_eq!((call(), call()), (id, id));
            }
        });
    }
    assert_eq!(redis.stats().total().errors, 0);
}
