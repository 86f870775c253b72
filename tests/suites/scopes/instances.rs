//! Which instance calls in a scope use.

use dtcache::{RedisConfig, RedisInstance, Scope, cache_function};
use support::{events, process};

use crate::{counts, each, instance};

#[test]
fn it_goes_before_the_one_that_the_call_names() {
    each(|bench, call| {
        let test = instance("memory://");
        let scope = Scope::new().redis(&test);
        assert_eq!((call(&scope, 7, 1), call(&scope, 7, 2)), (1, 1));
        assert_eq!(counts(&test), (1, 1, 0, 1));
        assert_eq!(bench.counts(), (0, 0, 0, 0));
        assert_eq!(call(&Scope::new(), 7, 3), 3);
    });
}

/// The other way round as well: nobody looks at what the call names.
#[test]
fn one_that_is_switched_off_does_not_matter_where_another_is_used() {
    let off = RedisConfig::new().url("memory://").enabled(false);
    let off = RedisInstance::new(off).expect("settings");
    let on = instance("memory://");
    for (named, scoped, hits) in [(&off, &on, 1), (&on, &off, 0)] {
        let before = on.stats().total().hits;
        let bench = crate::Bench::new(None);
        let id = bench.id(7);
        Scope::new().redis(scoped).run(|| {
            crate::plain(named, &id, 1);
            crate::plain(named, &id, 2);
        });
        assert_eq!(on.stats().total().hits - before, hits);
    }
}

#[test]
fn it_goes_before_the_installed_one_and_stands_in_for_none() {
    let name = "instances::it_goes_before_the_installed_one_and_stands_in_for_none";
    if !process::is_child() {
        return process::child_with_env(name, [("NOTHING", "")]);
    }
    let test = instance("memory://");
    let call = |now: u32| cache_function("global").call(|| now);
    let ((), seen) = events::warnings(|| {
        assert_eq!(Scope::new().redis(&test).run(|| (call(1), call(2))), (1, 1));
        assert_eq!(Scope::new().bypass().run(|| call(3)), 3);
    });
    assert_eq!(seen, [], "a bypass misses no instance");
    let (_, seen) = events::warnings(|| call(4));
    assert_eq!(seen.len(), 1, "and outside of the scope there is none");

    instance("memory://").install().expect("the first one");
    assert_eq!((call(5), call(6)), (5, 5));
    assert_eq!(Scope::new().redis(&test).run(|| call(7)), 1);
    let global = RedisInstance::global().expect("installed");
    assert_eq!(counts(&global), (1, 1, 0, 1));
}
