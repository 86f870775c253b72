//! What a call costs inside of the process: keys, and whole calls on the embedded store.
#![allow(missing_docs, reason = "criterion's macros make functions without any")]

use std::hint::black_box;
use std::time::Instant;

use benches::entrant::HIT;
use benches::payload::{Large, Medium, Payload, Small};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dtcache::{
    Breaker, Codec, RedisConfig, RedisInstance, acache_function, cache_data, cache_function,
};
use dtcache_runtime::measured;
use serde::Serialize;
use tokio::runtime::Builder;

/// An argument as search pages have it.
#[derive(Serialize)]
struct Filter<'a> {
    text: &'a str,
    price: Option<(f64, f64)>,
    tags: &'a [&'a str],
    page: u32,
}

fn keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key");
    let filter = Filter {
        text: "kettle, 1.5 litres",
        price: Some((9.95, 49.0)),
        tags: &["new", "steel"],
        page: 1,
    };
    group.bench_function("no argument", |bencher| {
        bencher.iter(|| cache_function("bench").key());
    });
    group.bench_function("one integer", |bencher| {
        bencher.iter(|| {
            cache_function("bench")
                .arg("user_id", black_box(&HIT))
                .key()
        });
    });
    group.bench_function("an integer and a text", |bencher| {
        bencher.iter(|| {
            let call = cache_function("bench").arg("user_id", black_box(&HIT));
            call.arg("status", black_box("completed")).key()
        });
    });
    group.bench_function("a nested struct", |bencher| {
        bencher.iter(|| {
            cache_function("bench")
                .arg("filter", black_box(&filter))
                .key()
        });
    });
    group.finish();
}

fn calls(criterion: &mut Criterion) {
    let config = RedisConfig::new().url("memory://");
    let redis = RedisInstance::new(config).expect("the embedded store");
    payload::<Small>(criterion, &redis);
    payload::<Medium>(criterion, &redis);
    payload::<Large>(criterion, &redis);
}

/// Encoding and decoding alone, and with what else a call does around them.
fn payload<P: Payload>(criterion: &mut Criterion, redis: &RedisInstance) {
    let mut group = criterion.benchmark_group(P::SIZE.name());
    group.throughput(Throughput::Bytes(P::json().len() as u64));
    let value = P::make(HIT);
    for (name, codec) in [("json", Codec::Json), ("compact", Codec::Compact)] {
        group.bench_function(format!("encode {name}"), |bencher| {
            bencher.iter(|| measured::encode(black_box(&value), codec));
        });
        let entry = measured::encode(&value, codec).expect("an entry");
        group.bench_function(format!("decode {name}"), |bencher| {
            bencher.iter(|| measured::decode::<P>(black_box(&entry)));
        });
    }
    group.bench_function("store", |bencher| {
        bencher.iter(|| cache_data(redis, "bench:data", black_box(&value), None));
    });
    let call = || {
        cache_function(P::SIZE.name())
            .redis(redis)
            .arg("user_id", &HIT)
    };
    let _: P = call().call(|| P::make(HIT));
    group.bench_function("hit", |bencher| {
        bencher.iter(|| call().call(|| -> P { unreachable!("every call is a hit") }));
    });
    group.finish();
}

/// What a call costs beside its body while the breaker is open.
fn away(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("server away");
    // Nobody listens there.
    let config = RedisConfig::new().host("127.0.0.1").port(1);
    let redis = RedisInstance::new(config).expect("settings");
    let body = || Small::make(black_box(HIT));
    let call = || {
        cache_function("bench:away")
            .redis(&redis)
            .arg("user_id", &HIT)
            .call(body)
    };
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let call_async = async || {
        let call = acache_function("bench:away").redis(&redis);
        call.arg("user_id", &HIT).call(async || body()).await
    };
    black_box(call());
    assert_ne!(redis.status().breaker(), Breaker::Closed);
    group.bench_function("body", |bencher| bencher.iter(body));
    group.bench_function("sync call", |bencher| bencher.iter(call));
    group.bench_function("async call", |bencher| {
        bencher.iter_custom(|times| {
            runtime.block_on(async {
                let begin = Instant::now();
                for _ in 0..times {
                    black_box(call_async().await);
                }
                begin.elapsed()
            })
        });
    });
    group.finish();
}

criterion_group!(benches, keys, calls, away);
criterion_main!(benches);
