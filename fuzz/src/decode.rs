//! Entries: whatever the bytes, reading ends in a value that can be written and read again, or in a
//! miss.

use std::fmt::Debug;
use std::io::Read as _;

use dtcache_runtime::{Codec, measured};
use flate2::Crc;
use flate2::read::ZlibDecoder;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::types::{WithType, each};

/// Small, so that what goes past them is found with small inputs.
const MAX_VALUE: usize = 64 * 1024;
const MAX_DECODED: usize = 128 * 1024;

/// The lengths that a stored block can have.
const MAX_STORED: usize = 0xffff;

/// Any bytes as an entry.
pub fn entry(entry: &[u8]) {
    each(&ReadsBack(entry));
    let _ = read::<IgnoredAny>(entry);
    let Some(value) = read::<Value>(entry) else {
        return;
    };
    assert!(entry.len() <= MAX_VALUE);
    // Names stand in a compact entry once, and in its value each time.
    assert!(weight(&value) <= 2 * MAX_DECODED, "more than was stored");
    if let Some(text) = inflated(entry) {
        assert_eq!(serde_json::from_slice(&text).ok(), Some(value));
    }
}

/// Any text as the JSON in an entry.
pub fn json(text: &[u8]) {
    if text.len() <= MAX_STORED {
        let stream = &measured::stream(text, true);
        each(&ReadsAsJson { stream, text });
    }
    let stream = &measured::stream(text, false);
    ReadsAsJson { stream, text }.with::<Value>();
}

/// Any bytes as the payload of a compact entry, and as what is in one without names.
pub fn compact(payload: &[u8]) {
    entry(&sealed(payload));
    if let Some((&tags, value)) = payload.split_first() {
        let (tags, texts) = value.split_at(value.len().min(tags.into()));
        entry(&lean(tags, texts));
    }
}

fn read<T: DeserializeOwned>(entry: &[u8]) -> Option<T> {
    measured::decode_within(entry, MAX_VALUE, MAX_DECODED)
}

/// What is read can be written by either codec, and read again.
struct ReadsBack<'a>(&'a [u8]);

impl WithType for ReadsBack<'_> {
    fn with<T: Serialize + DeserializeOwned + PartialEq + Debug>(&self) {
        let Some(value) = read::<T>(self.0) else {
            return;
        };
        let is_compact = self.0.first().is_some_and(|first| first & 0x0f == 7);
        let named = measured::encode_named(&value, Codec::Compact);
        let entries =
            [Codec::Json, Codec::Compact].map(|codec| (codec, measured::encode(&value, codec)));
        for (codec, entry) in entries.into_iter().chain([(Codec::Compact, named)]) {
            match entry {
                Some(again) => assert_eq!(measured::decode::<T>(&again).as_ref(), Some(&value)),
                // JSON carries less than `Compact`, and `null` is stored by neither.
                None if (codec == Codec::Compact) != is_compact => {}
                None => assert!(is_null(&value), "{value:?} was read and cannot be written"),
            }
        }
    }
}

/// What is read is what `serde_json` reads.
struct ReadsAsJson<'a> {
    stream: &'a [u8],
    text: &'a [u8],
}

impl WithType for ReadsAsJson<'_> {
    fn with<T: Serialize + DeserializeOwned + PartialEq + Debug>(&self) {
        let is_null = self.text.trim_ascii() == b"null";
        let text = str::from_utf8(self.text).ok().filter(|_| !is_null);
        let expected = text.and_then(|text| serde_json::from_str::<T>(text).ok());
        assert_eq!(measured::decode(self.stream), expected);
        ReadsBack(self.stream).with::<T>();
    }
}

/// Whether it is stored as nothing; infinities are, as far as `serde_json` is concerned.
fn is_null(value: &impl Serialize) -> bool {
    serde_json::to_value(value).is_ok_and(|json| json.is_null())
}

/// The text of a zlib stream, by another implementation.
fn inflated(entry: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let read = ZlibDecoder::new(entry).read_to_end(&mut text);
    read.is_ok().then_some(text)
}

/// Bytes of text in a value, and one for all that is not text.
fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| name.len() + weight(value));
            1 + fields.sum::<usize>()
        }
        _ => 1,
    }
}

/// The compact entry with this payload.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let mut checked = varint(payload.len());
    checked.extend_from_slice(payload);
    let mut checksum = Crc::new();
    checksum.update(&checked);
    let mut entry = vec![0xd7];
    entry.extend(checksum.sum().to_le_bytes());
    entry.extend(checked);
    entry
}

/// The compact entry with these tags and texts, in which no names are met.
fn lean(tags: &[u8], texts: &[u8]) -> Vec<u8> {
    const FIRST: u8 = 0x37;
    let checked = [&varint(tags.len()), tags, texts].concat();
    let mut crc = Crc::new();
    crc.update(&checked);
    let mix = |state: u64, word: u64| {
        let product = (state ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
        product ^ product >> 32
    };
    let bytes = u64::from(FIRST) << 32 | u64::from(crc.sum());
    let names = mix(1, 0x5899_65cc_7537_4cc3) ^ mix(1, 0x1d8e_4e27_c47d_124f);
    let check = (names ^ mix(bytes, 0xeb44_acca_b455_d165)).to_be_bytes();
    let length = if checked.len() <= 28 { 3 } else { 4 };
    [&[FIRST], &check[..length], &checked].concat()
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Else nothing behind the check would be tried.
    #[test]
    fn entries_made_here_are_read() {
        let text = "a text that goes to the end";
        assert_eq!(read(&lean(b"", text.as_bytes())), Some(text.to_owned()));
        assert_eq!(
            read(&lean(b"\xd2\x07", text.as_bytes())),
            Some((7, text.to_owned()))
        );
        assert_eq!(read(&sealed(b"\xd2\x07\x81a")), Some((7, "a".to_owned())));
    }
}
