//! No time at all: the cache is not used.

use std::time::{Duration, Instant};

use dtcache::{ErrorKind, RedisConfig, RedisInstance, acache_function, cache_function};
use support::fake::FakeServer;

use crate::way::{SLACK, expression, expression_async, run, run_async, runtime};

#[test]
fn a_call_without_a_budget_runs_its_body_and_asks_nobody() {
    let server = FakeServer::black_hole();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    let runtime = runtime();
    let calls: [(&str, &dyn Fn() -> Duration); 4] = [
        ("in the attribute", &|| expression(&redis, Duration::ZERO)),
        ("in the attribute, async", &|| {
            runtime.block_on(expression_async(&redis, Duration::ZERO))
        }),
        ("by hand", &|| {
            let call = cache_function("zero").redis(&redis);
            call.budget(Duration::ZERO).call(run)
        }),
        ("by hand, async", &|| {
            let call = acache_function("zero").redis(&redis);
            runtime.block_on(call.budget(Duration::ZERO).call(run_async))
        }),
    ];
    for (name, call) in calls {
        let begun = Instant::now();
        let body = call();
        let taken = (begun + body).elapsed();
        assert!(taken < SLACK, "{name}: {taken:?}");
    }
    let counts = redis.stats().total();
    assert_eq!((counts.bypassed, counts.errors), (4, 0));
    assert_eq!(server.connections(), 0);
}

#[test]
fn an_instance_must_have_one() {
    let config = RedisConfig::new().budget(Duration::ZERO);
    let error = RedisInstance::new(config).expect_err("no budget");
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("budget"), "{error}");
}
