//! A handle beside the calls that it is about.

use std::cell::Cell;

use dtcache::{
    ErrorKind, RedisConfig, RedisInstance, Scope, TimeToLive, acache_function, cache_function,
    cache_wrapper,
};
use support::{RedisServer, process};

use crate::{Handle, each, instance, runtime};

#[cache_wrapper(namespace = "price", redis = redis, skip = [redis, runs], expire = 60)]
fn price(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> u32 {
    runs.set(runs.get() + 1);
    id * 10
}

#[cache_wrapper(namespace = "price", redis = redis, skip = [redis, runs], expire = 60)]
async fn price_async(redis: &RedisInstance, runs: &Cell<u32>, id: u32) -> Result<u32, String> {
    runs.set(runs.get() + 1);
    Ok(id * 10)
}

#[test]
fn calls_find_what_was_put_and_run_after_invalidate() {
    each(|case| {
        let (runs, runtime) = (Cell::new(0), runtime());
        let entry = case.entry::<u32>("price", 7, 60.into());
        let both = || {
            let call = price_async(&case.redis, &runs, 7);
            (price(&case.redis, &runs, 7), runtime.block_on(call))
        };
        entry.put(&1).expect("a server");
        assert_eq!((both(), runs.get()), ((1, Ok(1)), 0));
        entry.invalidate().expect("a server");
        assert_eq!((both(), runs.get()), ((70, Ok(70)), 1));
        assert_eq!(entry.peek(), Ok(Some(70)));
        // What the handle did is counted nowhere.
        let counts = case.redis.stats().total();
        assert_eq!((counts.hits, counts.misses, counts.stored), (3, 1, 1));
    });
}

#[test]
fn each_version_has_an_entry_of_its_own() {
    let redis = instance("memory://");
    let call = || cache_function("price").redis(&redis).arg("id", &7);
    call().entry::<u32>().put(&1).expect("always there");
    call()
        .version(2)
        .entry::<u32>()
        .put(&2)
        .expect("always there");
    assert_eq!(call().call(|| 0), 1);
    assert_eq!(call().version(2).call(|| 0), 2);
    assert_eq!(call().version(3).call(|| 3), 3);
    let namespaces = redis.stats();
    let names: Vec<_> = namespaces.namespaces().map(|(name, _)| name).collect();
    assert_eq!(names, ["price"], "as it is written");
}

/// What is asked of the cache itself is done.
#[test]
fn modes_conditions_and_the_kill_switch_do_not_matter() {
    let server = RedisServer::start();
    let off = RedisConfig::new().url(server.url()).enabled(false);
    let off = RedisInstance::new(off).expect("settings");
    let works = |entry: &dyn Handle<u32>| {
        for scope in [Scope::new().bypass(), Scope::new().read_only()] {
            scope.run(|| {
                assert_eq!(entry.put(&1), Ok(true));
                assert_eq!(entry.peek(), Ok(Some(1)));
                assert_eq!(entry.ttl(), Ok(TimeToLive::Forever));
                assert_eq!(entry.invalidate(), Ok(true));
            });
        }
    };
    for redis in [&off, &instance(&server.url()), &instance("memory://")] {
        let call = || {
            cache_function("n")
                .redis(redis)
                .only_for(false)
                .arg("id", &7)
        };
        works(&call().entry());
        works(&Scope::new().bypass().run(|| call().entry()));
        let call = acache_function("n").redis(redis).only_for(false);
        works(&crate::Driven(call.arg("id", &7).entry(), runtime()));
    }
}

#[test]
fn a_scope_names_the_instance_of_a_handle_that_is_made_inside() {
    let (own, test) = (instance("memory://"), instance("memory://"));
    let entry = || cache_function("n").redis(&own).entry::<u32>();
    let before = entry();
    Scope::new().redis(&test).run(|| {
        entry().put(&1).expect("always there");
        assert_eq!(before.peek(), Ok(None));
    });
    assert!(own.entry("n").expect("always there").is_none());
    assert!(test.entry("n").expect("always there").is_some());
}

#[test]
fn the_installed_instance_serves() {
    let name = "calls::the_installed_instance_serves";
    if !process::is_child() {
        return process::child_with_env(name, [("NOTHING", "")]);
    }
    let early = cache_function("n").entry::<u32>();
    let kind = |error: dtcache::Error| error.kind();
    assert_eq!(early.peek().map_err(kind), Err(ErrorKind::NotInstalled));
    let asynchronous = acache_function("n").entry::<u32>();
    let put = runtime().block_on(asynchronous.put(&1));
    assert_eq!(put.map_err(kind), Err(ErrorKind::NotInstalled));

    instance("memory://").install().expect("the first one");
    let entry = cache_function("n").entry::<u32>();
    assert_eq!(entry.put(&1), Ok(true));
    assert_eq!(cache_function("n").call(|| 2), 1);
    assert!(early.peek().is_err(), "settled when it was made");
}
