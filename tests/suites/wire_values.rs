//! Results written by Rust are read by Python, and the reverse, equal to the bit.

#[path = "wire/sample.rs"]
mod sample;
mod wire;

use dtcache::{RedisConfig, RedisInstance, cache_data, cache_function};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use support::RedisServer;
use support::oracle::{Described, Oracle};

use sample::{Sample, sample};

/// Results a batch, which is one line to Python and back.
const BATCH: usize = 100;
const BATCHES: u32 = 100;

fn check(
    test: impl Fn(&[Sample], &RedisServer, &RedisInstance, &mut Oracle) -> Result<(), TestCaseError>,
) {
    let server = RedisServer::start();
    let config = RedisConfig::new().url(server.unix_url());
    let redis = RedisInstance::new(config).expect("a good configuration");
    let oracle = RefCell::new(Oracle::start());
    let config = Config {
        cases: BATCHES,
        failure_persistence: None,
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(&vec(sample(), BATCH), |samples| {
        test(&samples, &server, &redis, &mut oracle.borrow_mut())
    });
    if let Err(difference) = checked {
        panic!("{difference}");
    }
}

#[test]
fn python_reads_what_rust_writes() {
    check(|samples, server, redis, oracle| {
        let written = samples.iter().map(|sample| {
            cache_data(redis, "sample", sample, 60);
            server.get("sample").expect("it was stored")
        });
        let read = oracle.read(&written.collect::<Vec<_>>());
        for (sample, read) in samples.iter().zip(read) {
            prop_assert_eq!(
                read.map(Described::sorted),
                Some(sample.described().sorted())
            );
        }
        Ok(())
    });
}

#[test]
fn rust_reads_what_python_writes() {
    check(|samples, server, redis, oracle| {
        let described: Vec<Described> = samples.iter().map(Sample::described).collect();
        for (sample, entry) in samples.iter().zip(oracle.write(&described)) {
            server.set("sample", &entry);
            let read: Option<Sample> = cache_function("sample").redis(redis).call(|| None);
            // Described, floats are compared by their bits.
            let read = read.map(|sample| sample.described().sorted());
            prop_assert_eq!(read, Some(sample.described().sorted()));
        }
        Ok(())
    });
}
