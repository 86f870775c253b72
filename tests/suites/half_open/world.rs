//! Where a call is made, by the same words: on threads, or in tasks.

use std::time::{Duration, Instant};

use dtcache::{Breaker, RedisConfig, RedisInstance, acache_function, cache_function};
use support::wait;
use tokio::runtime::{Builder, Runtime};

pub(crate) const BUDGET: Duration = Duration::from_millis(100);

/// What a busy machine may add to it.
pub(crate) const SLACK: Duration = Duration::from_millis(60);

/// What is in the cache at first.
pub(crate) const IDS: std::ops::Range<u32> = 0..10;

pub(crate) fn value(id: u32) -> String {
    format!("value of {id}")
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Had {
    Hit,
    Body,
}

pub(crate) enum World {
    Threads,
    Tasks(Runtime),
}

impl World {
    pub(crate) fn all() -> [Self; 2] {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        [Self::Threads, Self::Tasks(runtime.expect("a runtime"))]
    }

    /// Calls all of these at the same time. Each must have its own value, whoever gave it.
    pub(crate) fn call(&self, redis: &RedisInstance, ids: &[u32]) -> Vec<Had> {
        let begun = ids.iter().map(|id| match self {
            Self::Threads => {
                let (redis, id) = (redis.clone(), *id);
                Begun::Thread(std::thread::spawn(move || on_a_thread(&redis, id)))
            }
            Self::Tasks(runtime) => {
                let (redis, id) = (redis.clone(), *id);
                Begun::Task(runtime.spawn(async move { in_a_task(&redis, id).await }))
            }
        });
        let begun: Vec<_> = begun.collect();
        let had = begun.into_iter().map(|call| match (call, self) {
            (Begun::Task(call), Self::Tasks(runtime)) => runtime.block_on(call).expect("no panic"),
            (Begun::Thread(call), _) => call.join().expect("no panic"),
            _ => unreachable!("a task has a runtime"),
        });
        had.collect()
    }

    /// Calls all ids, which must be hits.
    #[track_caller]
    pub(crate) fn hits(&self, redis: &RedisInstance) {
        for id in IDS {
            assert_eq!(self.call(redis, &[id]), [Had::Hit]);
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Threads => "threads",
            Self::Tasks(_) => "tasks",
        }
    }
}

enum Begun {
    Thread(std::thread::JoinHandle<Had>),
    Task(tokio::task::JoinHandle<Had>),
}

fn on_a_thread(redis: &RedisInstance, id: u32) -> Had {
    let mut had = Had::Hit;
    let call = cache_function("call").redis(redis).expire(60);
    let got = call.arg("id", &id).call(|| {
        had = Had::Body;
        value(id)
    });
    assert_eq!(got, value(id));
    had
}

async fn in_a_task(redis: &RedisInstance, id: u32) -> Had {
    let mut had = Had::Hit;
    let call = acache_function("call").redis(redis).expire(60);
    let got = call.arg("id", &id).call_sync(|| {
        had = Had::Body;
        value(id)
    });
    assert_eq!(got.await, value(id));
    had
}

pub(crate) fn instance(port: u16) -> RedisInstance {
    with_budget(port, BUDGET)
}

pub(crate) fn with_budget(port: u16, budget: Duration) -> RedisInstance {
    let config = RedisConfig::new().host("127.0.0.1").port(port);
    RedisInstance::new(config.budget(budget)).expect("settings that are right")
}

/// Waits until calls go to the server.
pub(crate) fn is_in_use(redis: &RedisInstance) {
    wait::until("the breaker to close", || {
        redis.status().breaker() == Breaker::Closed
    });
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let result = work();
    (result, begun.elapsed())
}
