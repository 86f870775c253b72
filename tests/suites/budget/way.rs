//! The ways to say what a call's budget is, and how much of it a call takes.

use std::time::{Duration, Instant};

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function, cache_wrapper};
use tokio::runtime::{Builder, Runtime};

/// What a busy machine may add to one measurement.
pub(crate) const SLACK: Duration = Duration::from_millis(60);

/// How long bodies run: none of the cache's business.
const BODY: Duration = Duration::from_millis(30);

/// A call by one of the ways.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) name: &'static str,
    /// Of the instance.
    instance: Duration,
    /// What is in force.
    pub(crate) budget: Duration,
    call: fn(&RedisInstance, &Runtime) -> Duration,
}

/// Of an instance where something else is in force.
const ANOTHER: Duration = Duration::from_secs(3);
const BY_HAND: Duration = Duration::from_millis(50);
const OF_INSTANCE: Duration = Duration::from_millis(150);
const IN_ATTRIBUTE: Duration = Duration::from_millis(20);

pub(crate) const WAYS: [Way; 8] = [
    Way {
        name: "of the instance",
        instance: OF_INSTANCE,
        budget: OF_INSTANCE,
        call: |redis, _| cache_function("budget").redis(redis).call(run),
    },
    Way {
        name: "of the instance, async",
        instance: OF_INSTANCE,
        budget: OF_INSTANCE,
        call: |redis, runtime| {
            runtime.block_on(acache_function("budget").redis(redis).call(run_async))
        },
    },
    Way {
        name: "in the attribute",
        instance: ANOTHER,
        budget: IN_ATTRIBUTE,
        call: |redis, _| literal(redis),
    },
    Way {
        name: "in the attribute, async",
        instance: ANOTHER,
        budget: IN_ATTRIBUTE,
        call: |redis, runtime| runtime.block_on(literal_async(redis)),
    },
    Way {
        name: "an expression in the attribute",
        instance: ANOTHER,
        budget: BY_HAND,
        call: |redis, _| expression(redis, BY_HAND),
    },
    Way {
        name: "an expression in the attribute, async",
        instance: ANOTHER,
        budget: BY_HAND,
        call: |redis, runtime| runtime.block_on(expression_async(redis, BY_HAND)),
    },
    Way {
        name: "by hand",
        instance: ANOTHER,
        budget: BY_HAND,
        call: |redis, _| {
            cache_function("budget")
                .redis(redis)
                .budget(BY_HAND)
                .call(run)
        },
    },
    Way {
        name: "by hand, async",
        instance: ANOTHER,
        budget: BY_HAND,
        call: |redis, runtime| {
            let call = acache_function("budget").redis(redis).budget(BY_HAND);
            runtime.block_on(call.call(run_async))
        },
    },
];

impl Way {
    pub(crate) fn instance(&self, config: RedisConfig) -> RedisInstance {
        RedisInstance::new(config.budget(self.instance)).expect("settings that are right")
    }

    /// What one call takes beside its body.
    pub(crate) fn taken(&self, redis: &RedisInstance, runtime: &Runtime) -> Duration {
        let begun = Instant::now();
        let body = (self.call)(redis, runtime);
        (begun + body).elapsed()
    }
}

#[cache_wrapper(namespace = "budget", budget = "20ms", redis = redis, skip = [redis])]
fn literal(redis: &RedisInstance) -> Duration {
    run()
}

#[cache_wrapper(namespace = "budget", budget = "20ms", redis = redis, skip = [redis])]
async fn literal_async(redis: &RedisInstance) -> Duration {
    run_async().await
}

#[cache_wrapper(namespace = "budget", budget = budget, redis = redis, skip = [redis, budget])]
pub(crate) fn expression(redis: &RedisInstance, budget: Duration) -> Duration {
    run()
}

#[cache_wrapper(namespace = "budget", budget = budget, redis = redis, skip = [redis, budget])]
pub(crate) async fn expression_async(redis: &RedisInstance, budget: Duration) -> Duration {
    run_async().await
}

/// A body, which gives the time it took.
pub(crate) fn run() -> Duration {
    let begun = Instant::now();
    std::thread::sleep(BODY);
    begun.elapsed()
}

pub(crate) async fn run_async() -> Duration {
    let begun = Instant::now();
    tokio::time::sleep(BODY).await;
    begun.elapsed()
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
