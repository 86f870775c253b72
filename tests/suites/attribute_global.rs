//! The global instance: cached functions that name none use the installed one. Each test runs in a
//! process of its own, since a process installs one for good.

use std::cell::Cell;

use dtcache::{
    ErrorKind, RedisConfig, RedisInstance, acache_function, cache_function, cache_wrapper,
};
use support::{RedisServer, entry, events, process};

const URL: &str = "DTCACHE_TEST_URL";

#[cache_wrapper(namespace = "sync", expire = 60, skip = [runs])]
fn cached(runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    id
}

#[cache_wrapper(namespace = "async", expire = 60, skip = [runs])]
async fn cached_async(runs: &Cell<u32>, id: u32) -> Result<u32, String> {
    runs.set(runs.get() + 1);
    Ok(id)
}

fn instance(url: &str) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url)).expect("settings that are right")
}

/// Runs `code` in a child with a server, once under each name.
#[track_caller]
fn in_a_process(name: &str, code: impl FnOnce(&str)) -> Option<RedisServer> {
    if process::is_child() {
        code(&std::env::var(URL).expect("set by the parent"));
        return None;
    }
    let server = RedisServer::start();
    process::child_with_env(name, [(URL, server.url())]);
    Some(server)
}

#[test]
fn the_installed_instance_serves() {
    let server = in_a_process("the_installed_instance_serves", |url| {
        assert!(RedisInstance::global().is_none());
        instance(url).install().expect("the first one");
        let global = RedisInstance::global().expect("installed");
        let runs = Cell::new(0);
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        for _ in 0..3 {
            assert_eq!(cached(&runs, 1), 1);
            assert_eq!(runtime.block_on(cached_async(&runs, 2)), Ok(2));
        }
        assert_eq!(runs.get(), 2);
        assert_eq!(
            global.stats().total().hits,
            4,
            "a clone shares the counters"
        );
    });
    let Some(server) = server else { return };
    let keys = server.keys();
    assert_eq!(keys.len(), 2);
    assert_eq!(entry::decode(&server.get(&keys[0]).expect("an entry")), 2);
    assert_eq!(entry::decode(&server.get(&keys[1]).expect("an entry")), 1);
}

#[test]
fn a_second_one_is_refused_and_the_first_stays() {
    let server = in_a_process("a_second_one_is_refused_and_the_first_stays", |url| {
        instance(url).install().expect("the first one");
        let error = instance("memory://").install().expect_err("there is one");
        assert_eq!(error.kind(), ErrorKind::Installed);
        cached(&Cell::new(0), 1);
    });
    assert!(server.is_none_or(|server| server.keys().len() == 1));
}

#[test]
fn an_instance_that_is_named_goes_before_the_installed_one() {
    let server = in_a_process(
        "an_instance_that_is_named_goes_before_the_installed_one",
        |url| {
            instance(url).install().expect("the first one");
            let embedded = instance("memory://");
            assert_eq!(cache_function("named").redis(&embedded).call(|| 1), 1);
            assert_eq!(cache_function("named").redis(&embedded).call(|| 2), 1);
        },
    );
    assert!(server.is_none_or(|server| server.keys().is_empty()));
}

#[test]
fn without_one_bodies_run_with_one_warning_a_process() {
    in_a_process("without_one_bodies_run_with_one_warning_a_process", |_| {
        let runs = Cell::new(0);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let ((), seen) = events::warnings(|| {
            for round in 1..4 {
                assert_eq!(cached(&runs, round), round);
                assert_eq!(runtime.block_on(cached_async(&runs, round)), Ok(round));
                assert_eq!(cache_function("by hand").call(|| round), round);
                let call = acache_function("by hand").call(|| async { round });
                assert_eq!(runtime.block_on(call), round);
            }
        });
        assert_eq!(runs.get(), 6);
        let [event] = seen.as_slice() else {
            panic!("one warning: {seen:?}")
        };
        assert!(event.field("message").contains("install"), "{event:?}");
    });
}

#[test]
fn one_that_is_installed_late_serves_from_then_on() {
    in_a_process("one_that_is_installed_late_serves_from_then_on", |url| {
        let runs = Cell::new(0);
        cached(&runs, 1);
        instance(url).install().expect("the first one");
        cached(&runs, 1);
        cached(&runs, 1);
        assert_eq!(runs.get(), 2);
    });
}
