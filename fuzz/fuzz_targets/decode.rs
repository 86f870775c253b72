//! Any bytes as an entry.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dtcache_fuzz::decode::entry(input));
