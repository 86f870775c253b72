//! Brackets within brackets, by both codecs.

use flate2::Crc;
use serde::{Deserialize, Serialize};
use support::{RedisServer, entry, process};

use crate::{URL, config, growth, quote};

/// What can hold any number of brackets.
#[derive(Serialize, Deserialize)]
struct Nested(Vec<Nested>);

const LEVELS: usize = 10_000_000;

/// An entry of the compact codec: a check over the rest, its length, and levels of one `opening` each.
fn compact(opening: u8) -> Vec<u8> {
    let mut sealed = Vec::new();
    let mut length = LEVELS + 1;
    while length >= 0x80 {
        sealed.push(u8::try_from(length & 0x7f).expect("seven bits") | 0x80);
        length >>= 7;
    }
    sealed.push(u8::try_from(length).expect("seven bits"));
    sealed.extend(std::iter::repeat_n(opening, LEVELS));
    sealed.push(0);
    let mut check = Crc::new();
    check.update(&sealed);
    [&[0xd7], check.sum().to_le_bytes().as_slice(), &sealed].concat()
}

#[test]
fn ten_million_nested_brackets() {
    const TEST: &str = "nested::ten_million_nested_brackets";
    const KEY: &str = "DTCACHE_TEST_KEY";
    if process::is_child() {
        let key = std::env::var(KEY).expect("set by the parent");
        let (config, nested, text) = match key.as_str() {
            // Whole, and no text.
            "json" => (config(), "corrupt", "type mismatch"),
            "json, cut" => (config(), "corrupt", "corrupt"),
            "default limit" => (config(), "too large", "too large"),
            _ => (config().max_value_size(2 * LEVELS), "corrupt", "corrupt"),
        };
        growth(&key, config.clone(), || Nested(Vec::new()), nested);
        growth(&key, config.clone(), || serde_json::json!([]), nested);
        growth(&key, config, String::new, text);
        return;
    }
    let server = RedisServer::start();
    let (opening, closing) = ("[".repeat(LEVELS), "]".repeat(LEVELS));
    server.set("json", &entry::encode(&format!("{opening}{closing}")));
    server.set("json, cut", &entry::encode(&opening));
    // Sequences of one value, by a tag that says so and by one that leaves it open.
    server.set("compact", &compact(0xd1));
    server.set("compact, open", &compact(0xec));
    server.set("default limit", &compact(0xd1));
    for key in server.keys() {
        let url = server.url();
        let variables = [(URL, url.as_str()), (KEY, key.as_str())];
        quote(&process::output_with_env(TEST, variables));
    }
}
