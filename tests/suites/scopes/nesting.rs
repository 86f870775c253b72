//! A scope inside of another.

use dtcache::{RedisInstance, Scope, cache_function};

use crate::{counts, each, instance};

fn call(redis: &RedisInstance, now: u32) -> u32 {
    cache_function("nested").redis(redis).call(|| now)
}

#[test]
fn the_inner_mode_goes_before_the_outer_one() {
    each(|bench, call| {
        Scope::new().bypass().run(|| {
            assert_eq!(call(&Scope::new().refresh(), 7, 1), 1);
            assert_eq!(call(&Scope::new().read_only(), 7, 2), 1);
            assert_eq!(call(&Scope::new().bypass(), 7, 3), 3);
        });
        assert_eq!(bench.counts(), (1, 0, 2, 1));
    });
}

#[test]
fn what_the_inner_one_does_not_set_is_inherited() {
    each(|bench, call| {
        let (one, other) = (instance("memory://"), instance("memory://"));
        Scope::new().refresh().redis(&one).run(|| {
            assert_eq!(call(&Scope::new(), 7, 1), 1);
            assert_eq!(call(&Scope::new().redis(&other), 7, 2), 2);
            assert_eq!(call(&Scope::new().read_only(), 7, 3), 1);
        });
        assert_eq!(counts(&one), (1, 0, 1, 1));
        assert_eq!(counts(&other), (0, 0, 1, 1));
        assert_eq!(bench.counts(), (0, 0, 0, 0));
    });
}

#[test]
fn a_body_runs_in_the_scope_of_its_call() {
    let redis = instance("memory://");
    let outer = || {
        cache_function("outer")
            .redis(&redis)
            .call(|| call(&redis, 1))
    };
    assert_eq!(Scope::new().bypass().run(outer), 1);
    assert_eq!(counts(&redis), (0, 0, 2, 0));
}

#[test]
fn the_outer_scope_is_back_after_the_inner_one() {
    let redis = instance("memory://");
    Scope::new().bypass().run(|| {
        Scope::new().refresh().run(|| call(&redis, 1));
        assert_eq!(call(&redis, 2), 2);
        let inner = Scope::new().read_only();
        let body = || -> u32 { panic!("asked for") };
        let panics = || cache_function("panics").redis(&redis).call(body);
        let outcome = std::panic::catch_unwind(|| inner.run(panics));
        assert!(outcome.is_err());
        assert_eq!(call(&redis, 3), 3);
    });
    assert_eq!(call(&redis, 4), 1);
    assert_eq!(counts(&redis), (1, 1, 3, 1));
}
