//! What cached calls do in each mode.

use std::cell::Cell;

use dtcache::{Scope, acache_function, cache_data, cache_function};
use support::{RedisServer, events, wait};

use crate::{Bench, asynchronous, counts, each, instance, plain};

#[test]
fn a_scope_that_sets_nothing_changes_nothing() {
    each(|bench, call| {
        let same = Scope::new();
        assert_eq!((call(&same, 7, 1), call(&same, 7, 2)), (1, 1));
        assert_eq!(bench.counts(), (1, 1, 0, 1));
    });
}

#[test]
fn bypass_runs_the_body_and_leaves_the_cache_alone() {
    each(|bench, call| {
        let (plain, bypass) = (Scope::new(), Scope::new().bypass());
        call(&plain, 7, 1);
        let look_ups = bench.look_ups();
        assert_eq!(call(&bypass, 7, 2), 2);
        assert_eq!(call(&bypass, 8, 3), 3);
        assert_eq!(bench.look_ups(), look_ups);
        assert_eq!(bench.counts(), (0, 1, 2, 1));
        assert_eq!(call(&plain, 7, 4), 1, "what was stored is there still");
        assert_eq!(call(&plain, 8, 5), 5, "and nothing was stored");
    });
}

/// Those of the attribute; the builder's may be asked for their key.
#[test]
fn bypass_does_not_serialize_arguments() {
    let bench = Bench::new(None);
    let id = bench.id(7);
    let calls = |scope: &Scope| {
        scope.run(|| plain(&bench.redis, &id, 1));
        let call = scope.run_async(asynchronous(&bench.redis, &id, 1));
        assert_eq!(bench.runtime.block_on(call), Ok(1));
        bench.serialized.take()
    };
    assert_eq!(calls(&Scope::new().bypass()), 0);
    for scope in [
        Scope::new(),
        Scope::new().refresh(),
        Scope::new().read_only(),
    ] {
        assert_eq!(calls(&scope), 2, "{scope:?}");
    }
}

#[test]
fn refresh_looks_nothing_up_and_overwrites() {
    each(|bench, call| {
        let (plain, refresh) = (Scope::new(), Scope::new().refresh());
        call(&plain, 7, 1);
        let look_ups = bench.look_ups();
        assert_eq!(call(&refresh, 7, 2), 2);
        assert_eq!(call(&refresh, 8, 3), 3);
        assert_eq!(bench.look_ups(), look_ups);
        assert_eq!(bench.counts(), (0, 1, 2, 3));
        assert_eq!((call(&plain, 7, 4), call(&plain, 8, 5)), (2, 3));
        assert_eq!(bench.counts(), (2, 1, 2, 3));
    });
}

#[test]
fn read_only_looks_up_and_stores_nothing() {
    each(|bench, call| {
        let (plain, read_only) = (Scope::new(), Scope::new().read_only());
        call(&plain, 7, 1);
        assert_eq!(call(&read_only, 7, 2), 1, "a hit");
        assert_eq!((call(&read_only, 8, 3), call(&read_only, 8, 4)), (3, 4));
        assert_eq!(bench.counts(), (1, 3, 0, 1));
        assert_eq!(call(&plain, 8, 5), 5);
        if let Some(server) = &bench.server {
            assert_eq!(server.keys().len(), 2);
        }
    });
}

#[test]
fn the_last_mode_holds() {
    each(|bench, call| {
        let scope = Scope::new().refresh().bypass().read_only();
        assert_eq!((call(&scope, 7, 1), call(&scope, 7, 2)), (1, 2));
        assert_eq!(bench.counts(), (0, 2, 0, 0));
    });
}

#[test]
fn refresh_keeps_the_rules_of_what_is_stored() {
    let server = RedisServer::start();
    for redis in [instance(&server.url()), instance("memory://")] {
        let cache = || cache_function("rules").redis(&redis).expire(60);
        let stands = || cache().call(|| 0);
        cache().call(|| Some(1));
        Scope::new().refresh().run(|| {
            assert_eq!(cache().call(|| None::<u32>), None);
            assert_eq!(cache().try_call(|| Err::<u32, _>("no")), Err("no"));
            let big = |n: &u32| *n > 100;
            assert_eq!(cache().cache_if(big).call(|| 2), 2);
            assert_eq!(cache().expire(0).call(|| 3), 3);
        });
        assert_eq!(stands(), 1, "none of them is worth storing");
        assert_eq!(Scope::new().refresh().run(|| cache().call(|| 4)), 4);
        assert_eq!(stands(), 4);
    }
    assert!(server.pttl("rules") > 0, "with the function's own expiry");
}

#[test]
fn refresh_mends_what_cannot_be_read() {
    let server = RedisServer::start();
    let redis = instance(&server.url());
    server.set("mended", b"no zlib stream");
    let mended = || cache_function("mended").redis(&redis).call(|| 1);
    let (_, seen) = events::warnings(|| Scope::new().refresh().run(mended));
    assert_eq!(seen, [], "nobody looked");
    assert_eq!(mended(), 1);
    assert_eq!(counts(&redis), (1, 0, 1, 1));
}

#[test]
fn the_event_says_why() {
    let redis = instance("memory://");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for (scope, reason) in [
        (Scope::new().bypass(), "a scope bypasses the cache"),
        (Scope::new().refresh(), "a scope refreshes the cache"),
    ] {
        let ((), seen) = events::collect(|| {
            scope.run(|| cache_function("n").redis(&redis).call(|| 1));
            let call = acache_function("n").redis(&redis).call_sync(|| 1);
            runtime.block_on(scope.run_async(call));
        });
        let bypassed = |event: &&events::Event| event.field("message") == "bypassed";
        let reasons: Vec<_> = seen.iter().filter(bypassed).collect();
        assert_eq!(reasons.len(), 2, "{seen:?}");
        assert!(reasons.iter().all(|event| event.field("reason") == reason));
        assert!(reasons.iter().all(|event| event.field("namespace") == "n"));
    }
}

#[test]
fn a_mode_is_no_trouble_where_the_server_is_away() {
    let nobody = instance("redis://127.0.0.1:1");
    let runs = Cell::new(0);
    let call = || {
        cache_function("away").redis(&nobody).call(|| {
            runs.set(runs.get() + 1);
            7
        })
    };
    let (_, seen) = events::warnings(|| Scope::new().bypass().run(call));
    assert_eq!(seen.len(), 0);
    let (_, seen) = events::warnings(|| Scope::new().refresh().run(call));
    assert_eq!(seen.len(), 1, "the write failed");
    assert_eq!(seen[0].field("class"), "refused");
    assert_eq!(runs.get(), 2);
}

#[test]
fn what_is_asked_of_the_cache_itself_is_done() {
    let redis = instance("memory://");
    Scope::new().bypass().run(|| {
        cache_data(&redis, "manual", &1, 60);
        assert!(redis.entry("manual").expect("always there").is_some());
        assert_eq!(redis.delete("manual"), Ok(true));
    });
}

/// The entry of a refresh lives as long as any other.
#[test]
fn a_refreshed_entry_expires() {
    let server = RedisServer::start();
    let redis = instance(&server.url());
    let brief = std::time::Duration::from_millis(30);
    let call = || {
        cache_function("brief")
            .redis(&redis)
            .expire(brief)
            .call(|| 1)
    };
    Scope::new().refresh().run(call);
    wait::until("the entry to expire", || server.get("brief").is_none());
}
