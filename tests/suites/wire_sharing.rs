//! Corners of sharing that the README's table (`python_sharing.rs`) has no row for.

use std::collections::BTreeMap;

use dtcache::{CacheFunction, RedisConfig, RedisInstance, cache_function};
use support::RedisServer;
use support::oracle::{Described, Oracle, PythonCall};

fn python(positional: &[Described], named: &[(&str, Described)]) -> String {
    let named = named.iter();
    let call = PythonCall {
        namespace: "f".to_owned(),
        positional: positional.to_vec(),
        named: named
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    };
    Oracle::start().keys(&[call]).remove(0)
}

fn rust(arguments: impl FnOnce(CacheFunction<'static>) -> CacheFunction<'static>) -> String {
    let key = arguments(cache_function("f")).key();
    key.expect("every part of it can be serialized")
}

#[test]
fn share_an_f32_with_the_number_that_its_digits_say() {
    let key = rust(|f| f.arg("x", &0.1_f32));
    assert_eq!(key, python(&[], &[("x", Described::float(0.1))]));
    assert_ne!(
        key,
        python(&[], &[("x", Described::float(f64::from(0.1_f32)))])
    );
}

#[test]
fn share_scalar_keys_of_dicts_but_not_none_as_a_key() {
    let key = rust(|f| f.arg("x", &BTreeMap::from([(2, "b"), (10, "a")])));
    let pair = |key, value| (Described::int(key), Described::text(value));
    let dict = Described::Dict(vec![pair(10, "a"), pair(2, "b")]);
    assert_eq!(key, python(&[], &[("x", dict)]));

    let key = rust(|f| f.arg("x", &BTreeMap::from([(None::<u8>, 1)])));
    let dict = Described::Dict(vec![(Described::Null, Described::int(1))]);
    assert_ne!(key, python(&[], &[("x", dict)]));
}

#[test]
fn share_no_null_in_either_direction() {
    let (server, redis) = served();
    let call = || cache_function("f").redis(&redis).arg("x", &1);
    let key = python(&[], &[("x", Described::int(1))]);

    assert_eq!(call().call(|| None::<u8>), None);
    assert_eq!(server.get(&key), None);
    assert_eq!(call().call(|| [Some(None::<u8>)]), [Some(None)]);
    assert_eq!(server.get(&key), None);

    server.set(&key, &Oracle::start().write(&[Described::Null])[0]);
    assert_eq!(call().call(|| Some(2)), Some(2));
}

#[test]
fn share_no_nan_in_either_direction() {
    let (server, redis) = served();
    let call = || cache_function("f").redis(&redis).arg("x", &1);
    let key = python(&[], &[("x", Described::int(1))]);

    assert!(call().call(|| f64::NAN).is_nan());
    assert_eq!(server.get(&key), None);
    assert!(call().call(|| vec![0.5, f64::NAN])[1].is_nan());
    assert_eq!(server.get(&key), None);

    server.set(
        &key,
        &Oracle::start().write(&[Described::float(f64::NAN)])[0],
    );
    assert_eq!(call().call(|| 0.5_f64).to_bits(), 0.5_f64.to_bits());
}

fn served() -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let config = RedisConfig::new().url(server.unix_url());
    let redis = RedisInstance::new(config).expect("a good configuration");
    (server, redis)
}
