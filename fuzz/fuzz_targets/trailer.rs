//! What stands behind an entry, and cut entries.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dtcache_fuzz::trailer::trailer(input));
