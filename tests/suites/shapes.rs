//! Every shape of a function, called: the first call runs the body, the same again is a hit with the
//! same result, and another argument has a key of its own.

#[path = "../shapes/mod.rs"]
#[expect(
    unreachable_pub,
    reason = "they are written as a library would have them"
)]
mod shapes;

use dtcache::{Counts, RedisConfig, RedisInstance};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

macro_rules! shapes {
    (blocking: $($blocking:ident)*; polled: $($polled:ident)*;) => {
        const NAMES: &[&str] = &[$(stringify!($blocking),)* $(stringify!($polled),)*];
        $(
            #[test]
            fn $blocking() {
                let redis = installed();
                proved(redis, stringify!($blocking), &shapes::$blocking::calls());
            }
        )*
        $(
            #[tokio::test]
            async fn $polled() {
                let redis = installed();
                proved(redis, stringify!($polled), &shapes::$polled::calls().await);
            }
        )*
    };
}

shapes! {
    blocking:
        absent associated bindings borrowed budgeted cfg_parameter compact conditional const_namespace
        dyn_skipped early_return entry_of_less free generic_impl generic_stated generic_told impl_trait
        jittered kept_stale lifetimes macro_made named_instance only_for patterns question_mark
        raw_identifiers receiver_by_value receiver_keyed receiver_mut receiver_pointers
        receiver_projected receiver_skipped refreshed_early result_of_io told_by_the_result
        trait_default trait_impl unshared versioned visibility written_behind;
    polled:
        async_trait_form body_timed boxed_error entry free_async future_boxed future_returned large_body
        leased moved nested not_send receiver_arc result_alias run_on run_on_returned shadowing
        trait_async;
}

fn installed() -> &'static RedisInstance {
    static REDIS: OnceLock<RedisInstance> = OnceLock::new();
    REDIS.get_or_init(|| {
        let redis = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
        redis.clone().install().expect("the first one");
        redis
    })
}

#[track_caller]
fn proved<T: Debug + PartialEq>(redis: &RedisInstance, namespace: &str, calls: &[T; 3]) {
    let [first, again, other] = calls;
    assert_eq!(first, again, "what a hit gives");
    assert_ne!(first, other, "what another argument gives");
    let Counts {
        hits,
        misses,
        stored,
        bypassed,
        errors,
        ..
    } = redis
        .stats()
        .namespace(namespace)
        .expect("a call in this namespace");
    assert_eq!((hits, misses, stored, bypassed, errors), (1, 2, 2, 0, 0));
}

/// No file is left out above.
#[test]
fn every_shape_is_called() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shapes");
    let files = fs::read_dir(folder)
        .expect("the folder of shapes")
        .map(|file| {
            let name = file
                .expect("a file")
                .file_name()
                .into_string()
                .expect("a name");
            name.trim_end_matches(".rs").to_owned()
        });
    let files: BTreeSet<_> = files.filter(|name| name != "mod").collect();
    let called: BTreeSet<_> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(files, called);
    assert!(called.len() >= 35, "{} shapes", called.len());
}

/// The future of a cached function holds the body's once.
#[test]
fn a_body_with_much_state_is_held_once() {
    let state = 4096;
    for (name, size) in [
        ("async fn", size_of_val(&shapes::large_body::sum(1))),
        ("impl Future", size_of_val(&shapes::large_body::returned(1))),
    ] {
        println!("{name}: {size} bytes for {state}");
        assert!(size < state + state / 2, "{name}: {size} bytes");
    }
}
