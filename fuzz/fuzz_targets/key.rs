//! Any arguments as a key.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dtcache_fuzz::key::key(input));
