//! However a leader ends, nobody waits for it any more.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Barrier;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use dtcache::{RedisInstance, acache_function, cache_function};
use support::{RedisServer, wait};
use tokio::runtime::Builder;

use super::{PROMPT, Runs, at, embedded, runtime};

const FOLLOWERS: usize = 20;

/// An async call whose body is left in the middle now and then.
async fn call(redis: &RedisInstance, runs: &Runs) -> usize {
    let call = acache_function("call").redis(redis).expire(60);
    call.call(|| async {
        let run = runs.one_more();
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
        run
    })
    .await
}

/// Polls a future so many times and no more.
async fn polled<F: Future>(mut future: Pin<&mut F>, mut times: usize) -> Option<F::Output> {
    poll_fn(|cx| {
        if times == 0 {
            return Poll::Ready(None);
        }
        times -= 1;
        future.as_mut().poll(cx).map(Some)
    })
    .await
}

#[test]
fn a_leader_that_is_dropped_at_any_await_is_succeeded() {
    let server = RedisServer::start();
    let instances = [at(server.url()), embedded()];
    for redis in &instances {
        for times in 1..20 {
            runtime().block_on(async {
                let runs = Runs::default();
                let begun = Instant::now();
                let mut leader = Box::pin(call(redis, &runs));
                let ended = polled(leader.as_mut(), times).await;
                let follow = || {
                    let (redis, runs) = (redis.clone(), runs.clone());
                    tokio::spawn(async move { call(&redis, &runs).await })
                };
                let followers: Vec<_> = (0..FOLLOWERS).map(|_| follow()).collect();
                tokio::time::sleep(Duration::from_millis(1)).await;
                drop(leader);
                for follower in followers {
                    let value = follower.await.unwrap();
                    assert!((1..=FOLLOWERS + 1).contains(&value));
                }
                assert!(begun.elapsed() < PROMPT, "{times} polls");
                assert!(ended.is_none_or(|value| value == 1));
            });
            redis.delete("call").unwrap();
        }
    }
}

#[test]
fn a_leader_that_panics_releases_all_at_once() {
    let redis = embedded();
    let runs = Runs::default();
    let together = Barrier::new(FOLLOWERS);
    let begun = Instant::now();
    let panicked: usize = thread::scope(|scope| {
        let caller = || {
            together.wait();
            let body = || {
                let run = runs.one_more();
                thread::sleep(Duration::from_millis(50));
                assert!(run != 1, "the first run fails");
                run
            };
            let call = cache_function("panics").redis(&redis).expire(60);
            catch_unwind(AssertUnwindSafe(|| call.call(body))).is_err()
        };
        let callers: Vec<_> = (0..FOLLOWERS).map(|_| scope.spawn(caller)).collect();
        let panicked = callers
            .into_iter()
            .map(|it| usize::from(it.join().unwrap()));
        panicked.sum()
    });
    assert_eq!(panicked, 1, "one caller's panic is nobody else's");
    // Two bodies one after the other, and not twenty.
    assert!(begun.elapsed() < PROMPT / 4, "{:?}", begun.elapsed());
}

#[test]
fn an_error_is_nobody_elses_and_the_others_run_together() {
    let redis = embedded();
    let runs = Runs::default();
    let body = Duration::from_millis(100);
    let begun = Instant::now();
    let values: Vec<_> = runtime().block_on(async {
        let callers: Vec<_> = (0..FOLLOWERS)
            .map(|_| {
                let (redis, runs) = (redis.clone(), runs.clone());
                tokio::spawn(async move {
                    let call = acache_function("fails").redis(&redis).expire(60);
                    let body = || async {
                        let run = runs.one_more();
                        tokio::time::sleep(body).await;
                        if run == 1 {
                            Err("the first run fails")
                        } else {
                            Ok(run)
                        }
                    };
                    call.try_call(body).await
                })
            })
            .collect();
        let mut values = Vec::new();
        for caller in callers {
            values.push(caller.await.unwrap());
        }
        values
    });
    assert_eq!(values.iter().filter(|value| value.is_err()).count(), 1);
    assert_eq!(runs.count(), FOLLOWERS, "each of the others runs its own");
    assert!(
        begun.elapsed() < 6 * body,
        "one after the other: {:?}",
        begun.elapsed()
    );
}

#[test]
fn a_result_that_is_not_worth_storing_is_not_shared() {
    let redis = embedded();
    let runs = Runs::default();
    let together = Barrier::new(FOLLOWERS);
    thread::scope(|scope| {
        for _ in 0..FOLLOWERS {
            scope.spawn(|| {
                together.wait();
                let call = cache_function("worth").redis(&redis).expire(60);
                call.cache_if(|_: &usize| false).call(|| {
                    thread::sleep(Duration::from_millis(20));
                    runs.one_more()
                });
            });
        }
    });
    assert_eq!(runs.count(), FOLLOWERS);
}

#[test]
fn followers_that_are_all_cancelled_do_not_matter_to_the_leader() {
    let redis = embedded();
    let runs = Runs::default();
    runtime().block_on(async {
        let mut leader = Box::pin(call(&redis, &runs));
        assert_eq!(polled(leader.as_mut(), 1).await, None);
        let follow = || {
            let (redis, runs) = (redis.clone(), runs.clone());
            tokio::spawn(async move { call(&redis, &runs).await })
        };
        let followers: Vec<_> = (0..FOLLOWERS).map(|_| follow()).collect();
        for follower in followers {
            tokio::task::yield_now().await;
            follower.abort();
            assert!(follower.await.is_err());
        }
        assert_eq!(leader.await, 1);
        assert_eq!(call(&redis, &runs).await, 1, "stored");
    });
    assert_eq!(runs.count(), 1);
}

#[test]
fn who_waits_for_a_leader_that_nobody_polls_runs_its_own_in_time() {
    let redis = embedded();
    let runs = Runs::default();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let patient = |wait| {
            let (redis, runs) = (&redis, &runs);
            async move {
                let flight = dtcache::Flight::new().wait(wait);
                let call = acache_function("unpolled")
                    .redis(redis)
                    .expire(60)
                    .flight(flight);
                call.call(|| async {
                    let run = runs.one_more();
                    tokio::task::yield_now().await;
                    run
                })
                .await
            }
        };
        let mut leader = pin!(patient(Duration::from_secs(5)));
        assert_eq!(polled(leader.as_mut(), 1).await, None);
        let begun = Instant::now();
        assert_eq!(patient(Duration::from_millis(50)).await, 2);
        let waited = begun.elapsed();
        assert!(
            waited >= Duration::from_millis(50) && waited < PROMPT,
            "{waited:?}"
        );
        assert_eq!(leader.await, 1);
    });
}

#[test]
fn a_call_outside_of_a_runtime_does_not_wait_without_end() {
    let redis = embedded();
    let runs = Runs::default();
    let runtime = runtime();
    let mut leader = Box::pin(call(&redis, &runs));
    assert_eq!(runtime.block_on(polled(leader.as_mut(), 1)), None);
    // There is no timer here, so it runs its own at once.
    let call = acache_function("call").redis(&redis).expire(60);
    let value = futures_executor::block_on(call.call(|| async { runs.one_more() }));
    assert_eq!(value, 2);
    drop(leader);
    wait::until("the entry", || redis.entry("call").unwrap().is_some());
}
