//! What the hand-written contenders of both worlds do alike: keys, encoding, commands.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use sha2::{Digest, Sha256};

use super::EXPIRE;
use crate::payload::{Payload, Size};

/// The key that one writes with `format!`.
pub(crate) fn plain_key(size: Size, id: u64) -> String {
    format!("json:{size}:{id}")
}

/// A key of the length of dtcache's.
pub(crate) fn hashed_key(size: Size, id: u64) -> String {
    let hash = Sha256::digest(format!("{{\"user_id\": {id}}}"));
    let mut key = format!("zlib:{size}:");
    for byte in hash {
        key.push(char::from(HEX[usize::from(byte >> 4)]));
        key.push(char::from(HEX[usize::from(byte & 15)]));
    }
    key
}

const HEX: &[u8; 16] = b"0123456789abcdef";

pub(crate) fn get(key: &str) -> redis::Cmd {
    let mut command = redis::cmd("GET");
    command.arg(key);
    command
}

pub(crate) fn set(key: &str, bytes: &[u8]) -> redis::Cmd {
    let milliseconds = u64::try_from(EXPIRE.as_millis()).expect("an hour");
    let mut command = redis::cmd("SET");
    command.arg(key).arg(bytes).arg("PX").arg(milliseconds);
    command
}

pub(crate) fn to_json<P: Payload>(value: &P) -> Vec<u8> {
    serde_json::to_vec(value).expect("the payloads are plain data")
}

pub(crate) fn from_json<P: Payload>(bytes: &[u8]) -> P {
    serde_json::from_slice(bytes).expect("JSON of this contender")
}

pub(crate) fn to_zlib<P: Payload>(value: &P) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(&to_json(value))
        .expect("a Vec takes everything");
    encoder.finish().expect("a Vec takes everything")
}

pub(crate) fn from_zlib<P: Payload>(bytes: &[u8]) -> P {
    let mut json = Vec::new();
    ZlibDecoder::new(bytes)
        .read_to_end(&mut json)
        .expect("zlib of this contender");
    from_json(&json)
}
