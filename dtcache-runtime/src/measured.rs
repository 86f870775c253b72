//! The parts of a hit and of a miss one by one, for benchmarks and fuzzing. Not for users, and not stable.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{self, Codec, Encoded, Limits, zlib};

/// The entry of a value.
pub fn encode<T: Serialize + DeserializeOwned>(value: &T, codec: Codec) -> Option<Vec<u8>> {
    match codec::encode_verified(value, codec, &Limits::default()) {
        Ok(Encoded::Entry(entry)) => Some(entry),
        _ => None,
    }
}

/// The entry of a value that a type of its own may not read.
pub fn encode_named<T: Serialize + ?Sized>(value: &T, codec: Codec) -> Option<Vec<u8>> {
    match codec::encode(value, codec, &Limits::default()) {
        Ok(Encoded::Entry(entry)) => Some(entry),
        _ => None,
    }
}

/// The entry as one behind which other bytes may stand.
pub fn with_room_behind(entry: Vec<u8>) -> Vec<u8> {
    codec::with_room_behind(entry)
}

/// The value of an entry.
pub fn decode<T: DeserializeOwned>(entry: &[u8]) -> Option<T> {
    codec::decode(entry, &Limits::default()).ok()
}

/// A zlib stream of the text: one stored block, whatever its length, or deflated.
pub fn stream(text: &[u8], is_stored: bool) -> Vec<u8> {
    if is_stored {
        zlib::stored(text)
    } else {
        zlib::deflated(text)
    }
}

/// How much text a stream holds.
pub fn text_length(stream: &[u8]) -> Option<usize> {
    zlib::inflate(stream, Limits::default().max_decoded_size, <[u8]>::len).ok()
}

/// The value of an entry, within limits on the entry and on what it holds.
pub fn decode_within<T: DeserializeOwned>(
    entry: &[u8],
    max_value_size: usize,
    max_decoded_size: usize,
) -> Option<T> {
    let limits = Limits {
        max_value_size,
        max_decoded_size,
    };
    codec::decode(entry, &limits).ok()
}
