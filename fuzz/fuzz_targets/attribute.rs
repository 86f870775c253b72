//! Any tokens as an attribute and its item.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dtcache_fuzz::attribute::attribute(input));
