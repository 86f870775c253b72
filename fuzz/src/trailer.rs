//! What stands behind an entry is not looked at, and an entry that is cut is none.

use std::io::Write as _;

use dtcache_runtime::{Codec, measured};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::Value;

/// Up to this length, entries are cut at every place.
const CUT_EVERYWHERE: usize = 128;

/// JSON, or any text, up to the first zero; what stands behind the entry of that after it.
pub fn trailer(input: &[u8]) {
    let (text, behind) = match input.iter().position(|byte| *byte == 0) {
        Some(end) => (&input[..end], &input[end + 1..]),
        None => (input, &b"behind"[..]),
    };
    let text = String::from_utf8_lossy(text);
    let value = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(&*text));
    if value.is_null() {
        return;
    }
    for entry in entries(&value) {
        assert_eq!(measured::decode(&entry).as_ref(), Some(&value));
        for end in cuts(entry.len()) {
            let cut = measured::decode::<Value>(&entry[..end]);
            assert_eq!(cut, None, "cut at {end} of {}", entry.len());
        }
        let longer = [&entry, behind].concat();
        assert_eq!(measured::decode(&longer).as_ref(), Some(&value));
    }
}

/// The value as both codecs write it, and as others do.
fn entries(value: &Value) -> Vec<Vec<u8>> {
    let ours = [
        measured::encode(value, Codec::Json),
        measured::encode(value, Codec::Compact).map(measured::with_room_behind),
        measured::encode_named(value, Codec::Compact),
    ];
    let text = value.to_string();
    let others = [0, 1, 6, 9].map(|level| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
        let written = encoder.write_all(text.as_bytes());
        written.and_then(|()| encoder.finish()).ok()
    });
    let entries = ours.into_iter().chain(others);
    entries.map(|entry| entry.expect("an entry")).collect()
}

/// Where an entry of this length is cut.
fn cuts(length: usize) -> Vec<usize> {
    if length <= CUT_EVERYWHERE {
        return (0..length).collect();
    }
    // Around the header and the checksum, and somewhere in between.
    let middle = (1..8).map(|eighth| length * eighth / 8);
    (0..10).chain(middle).chain(length - 10..length).collect()
}
