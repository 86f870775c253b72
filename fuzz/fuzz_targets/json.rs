//! Any text as the JSON in an entry.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dtcache_fuzz::decode::json(input));
