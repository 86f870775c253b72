//! Refreshes behind the call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use dtcache::{RedisInstance, Stale, acache_function};
use support::{RedisServer, wait};
use tokio::runtime::Builder;

use super::{LONG, SHORT, embedded, instances, runtime, until_over};

#[derive(Clone)]
struct Source {
    redis: RedisInstance,
    runs: Arc<AtomicU32>,
    retry: Duration,
}

impl Source {
    fn new(redis: RedisInstance) -> Self {
        Self {
            redis,
            runs: Arc::default(),
            retry: Duration::ZERO,
        }
    }

    /// A body that takes so long, and gives how often it ran.
    async fn get(&self, key: u32, time: Duration) -> Result<u32, &'static str> {
        let stale = Stale::within(LONG).retry(self.retry);
        let call = acache_function("behind")
            .redis(&self.redis)
            .expire(SHORT)
            .stale(stale);
        let runs = Arc::clone(&self.runs);
        call.arg("key", &key)
            .try_call_detached(move || async move {
                let run = runs.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::time::sleep(time).await;
                if time == SHORT {
                    Err("the body fails")
                } else {
                    Ok(run)
                }
            })
            .await
    }

    fn runs(&self) -> u32 {
        self.runs.load(Ordering::SeqCst)
    }
}

#[test]
fn the_stale_value_is_served_at_once_and_one_body_runs_behind() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        runtime().block_on(async {
            let source = Source::new(redis);
            assert_eq!(source.get(1, Duration::ZERO).await, Ok(1));
            tokio::task::spawn_blocking(until_over).await.unwrap();
            let begun = Instant::now();
            let callers: Vec<_> = (0..100)
                .map(|_| {
                    let source = source.clone();
                    tokio::spawn(async move { source.get(1, 4 * SHORT).await })
                })
                .collect();
            for caller in callers {
                assert_eq!(caller.await.unwrap(), Ok(1));
            }
            assert!(begun.elapsed() < 4 * SHORT, "nobody waited for the body");
            let refreshed = || source.redis.stats().total().stored == 2;
            tokio::task::spawn_blocking({
                let redis = source.redis.clone();
                move || wait::until("the refresh", || redis.stats().total().stored == 2)
            })
            .await
            .unwrap();
            assert!(refreshed());
            assert_eq!(source.runs(), 2);
            assert_eq!(source.get(1, Duration::ZERO).await, Ok(2));
        });
    }
}

#[test]
fn a_refresh_that_fails_is_not_tried_by_every_caller() {
    let redis = embedded();
    runtime().block_on(async {
        let source = Source {
            retry: LONG,
            ..Source::new(redis)
        };
        assert_eq!(source.get(1, Duration::ZERO).await, Ok(1));
        tokio::task::spawn_blocking(until_over).await.unwrap();
        for _ in 0..5 {
            assert_eq!(source.get(1, SHORT).await, Ok(1));
            tokio::time::sleep(2 * SHORT).await;
        }
        assert_eq!(source.runs(), 2);
    });
}

#[test]
fn they_are_bounded_in_number() {
    const KEYS: u32 = 100;
    let redis = embedded();
    runtime().block_on(async {
        let source = Source::new(redis);
        for key in 0..KEYS {
            source.get(key, Duration::ZERO).await.unwrap();
        }
        tokio::task::spawn_blocking(until_over).await.unwrap();
        let tasks = || {
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks()
        };
        let before = tasks();
        let mut beyond = Vec::new();
        for key in 0..KEYS {
            let source = source.clone();
            let call = async move { source.get(key, LONG).await };
            let timely = tokio::time::timeout(Duration::from_millis(50), call).await;
            beyond.push(timely.is_err());
        }
        let waited = beyond.iter().filter(|waited| **waited).count();
        assert_eq!(
            waited,
            KEYS as usize - 64,
            "beyond 64, callers wait for their bodies"
        );
        assert_eq!(tasks() - before, 64);
    });
}

#[test]
fn they_end_with_the_runtime_and_are_succeeded() {
    let redis = embedded();
    let source = Source::new(redis);
    let first = Builder::new_multi_thread().enable_all().build().unwrap();
    first.block_on(source.get(1, Duration::ZERO)).unwrap();
    until_over();
    assert_eq!(first.block_on(source.get(1, LONG)), Ok(1));
    wait::until("the body behind", || source.runs() == 2);
    drop(first);
    let second = runtime();
    assert_eq!(second.block_on(source.get(1, 2 * SHORT)), Ok(1));
    wait::until("another body", || source.redis.stats().total().stored == 2);
    assert_eq!(source.runs(), 3);
}

#[test]
fn outside_of_a_runtime_the_caller_waits_for_its_body() {
    let redis = embedded();
    let call = |value: u32| {
        let call = acache_function("outside").redis(&redis).expire(SHORT);
        let call = call.stale(Stale::within(LONG));
        futures_executor::block_on(call.call_detached(move || async move { value }))
    };
    assert_eq!(call(1), 1);
    until_over();
    assert_eq!(call(2), 2);
}
