//! Any bytes as the payload of a compact entry.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dtcache_fuzz::decode::compact(input));
