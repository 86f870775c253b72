//! Entries as anybody may read and write them: zlib around JSON, without dtcache's own code.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde_json::Value;

/// The JSON in the bytes under a key.
#[track_caller]
pub fn decode(entry: &[u8]) -> Value {
    let mut text = String::new();
    ZlibDecoder::new(entry)
        .read_to_string(&mut text)
        .expect("a zlib stream of UTF-8");
    serde_json::from_str(&text).expect("JSON")
}

/// Bytes that hold `text`, which need not be JSON.
pub fn encode(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(text.as_bytes())
        .expect("a Vec takes everything");
    encoder.finish().expect("a Vec takes everything")
}
