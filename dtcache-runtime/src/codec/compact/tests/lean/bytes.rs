//! What the bytes are, and that no bytes do harm.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::super::super::header::with_room_behind;
use super::super::super::lean::seal_nameless;
use super::super::super::varint;
use super::super::{
    Codec, DecodeError, EncodeError, Encoded, LIMITS, Limits, decode, encode_verified, read,
    stored, stored_verified,
};
use super::{Renamed, Reordered, User, X, john, lean, users};

/// What stands in Redis may be read by another version: this changes with the first byte alone.
#[test]
fn the_format_is_as_written_down() {
    let hex = |entry: &[u8]| {
        let mut hex = String::new();
        for byte in entry {
            write!(hex, "{byte:02x}").expect("a String takes it");
        }
        hex
    };
    // One byte of tags, and packed text.
    assert_eq!(hex(&lean(&john())), "570d62a37bca37da0d22becb");
    // As they are, since one is no ASCII: a text with a tag, and one without.
    let kinds = (
        1.5,
        Some(X { x: 1 }),
        Ok::<_, ()>("ë".to_owned()),
        [None, Some("text".to_owned())],
    );
    assert_eq!(
        hex(&lean(&kinds)),
        "37451a0009d4d90f01f20082d2e0c3ab74657874"
    );
    assert_eq!(hex(&lean(&"short".to_owned())), "075d197773686f7274");
    assert_eq!(
        hex(&lean(&users(3))),
        "77d1490806d30088018802ca37da0d22becbca37da0d22becbca37da0d22becb"
    );
}

#[test]
fn every_cut_and_every_flipped_bit_is_noticed() {
    fn unread<T: DeserializeOwned>(entry: &[u8], what: &str) {
        let read = read::<T>(entry).map(|_| ());
        let is_miss = matches!(read, Err(DecodeError::Corrupt(_) | DecodeError::Mismatch));
        assert!(is_miss, "{what}: {read:?}");
    }
    fn damaged<T: Serialize + DeserializeOwned>(value: &T) {
        for entry in [lean(value), with_room_behind(lean(value))] {
            for end in 0..entry.len() {
                unread::<T>(&entry[..end], &format!("cut at {end}"));
                unread::<Value>(&entry[..end], &format!("cut at {end}"));
            }
            for bit in 0..entry.len() * 8 {
                let mut broken = entry.clone();
                broken[bit / 8] ^= 1 << (bit % 8);
                unread::<T>(&broken, &format!("bit {bit}"));
            }
        }
    }
    damaged(&john());
    damaged(&users(20));
    damaged(&(1, "é".to_owned(), 19.95));
    damaged(&"text".to_owned());
    damaged(&7);
}

#[test]
fn what_stands_behind_is_not_looked_at_where_room_was_given() {
    for count in [0, 1, 7, 30] {
        let entry = lean(&users(count));
        let mut longer = with_room_behind(entry.clone());
        assert_eq!(
            longer.len(),
            entry.len() + if entry.len() < 128 { 2 } else { 3 }
        );
        assert_eq!(read(&longer), Ok(users(count)));
        longer.extend_from_slice(b"a trailer");
        assert_eq!(read(&longer), Ok(users(count)));
        let behind = [&entry[..], b"a trailer"].concat();
        assert_eq!(read::<Vec<User>>(&behind), Err(DecodeError::Mismatch));
        // Nothing stands in a frame but a lean entry.
        for other in [longer, stored(&users(count))] {
            let mut framed = vec![0xf7];
            varint::write(&mut framed, other.len());
            framed.extend(other);
            let read = read::<Value>(&framed);
            assert!(matches!(read, Err(DecodeError::Corrupt(_))), "{read:?}");
        }
    }
    // The others have room.
    let named = stored(&john());
    assert_eq!(with_room_behind(named.clone()), named);
}

#[test]
fn the_limits_are_exact() {
    // One byte of tags and eight of text, although they are packed; and one to write, of the last tag.
    let (decoded, entry) = (9, lean(&john()));
    for limit in [1, decoded - 1, decoded, decoded + 1, 25] {
        let limits = Limits {
            max_decoded_size: limit,
            max_value_size: entry.len(),
        };
        let too_large = EncodeError::TooLarge { limit };
        let encoded = if limit > decoded {
            Ok(Encoded::Entry(entry.clone()))
        } else {
            Err(too_large)
        };
        assert_eq!(encode_verified(&john(), Codec::Compact, &limits), encoded);
        let too_large = DecodeError::TooLarge { limit };
        let read = if limit < decoded {
            Err(too_large)
        } else {
            Ok(john())
        };
        assert_eq!(decode(&entry, &limits), read);
    }
    let limit = entry.len() - 1;
    let limits = Limits {
        max_value_size: limit,
        ..LIMITS
    };
    let too_large = encode_verified(&john(), Codec::Compact, &limits);
    assert_eq!(too_large, Err(EncodeError::TooLarge { limit }));
    assert_eq!(
        decode::<User>(&entry, &limits),
        Err(DecodeError::TooLarge { limit })
    );
}

#[test]
fn entries_with_names_are_read_as_ever() {
    let entry = b"\xd7\x00\x00\x00\x00\x13\xd9\x42idname\xc0\x7b\x88John Doe";
    let mut entry = entry.to_vec();
    let checksum = libdeflater::crc32(&entry[5..]).to_le_bytes();
    entry[1..5].copy_from_slice(&checksum);
    assert_eq!(read(&entry), Ok(john()));
    assert_eq!(
        read(&entry),
        Ok(Reordered {
            id: 123,
            name: "John Doe".to_owned()
        })
    );
    assert_eq!(read::<Renamed>(&entry), Err(DecodeError::Mismatch));
}

proptest! {
    /// Whatever stands there: a value or an error, and no panic.
    #[test]
    fn no_bytes_panic(
        first in 0_u8..8,
        bytes in proptest::collection::vec(any::<u8>(), 0..64),
        tags in proptest::collection::vec(any::<u8>(), 0..64),
        text in any::<String>(),
    ) {
        let sealed = seal_nameless(&tags, &text);
        for entry in [[&[first << 4 | 7][..], &bytes].concat(), sealed] {
            let _ = read::<Value>(&entry);
            let _ = read::<Vec<User>>(&entry);
            let _ = read::<Result<u8, String>>(&entry);
            let _ = read::<Vec<Option<String>>>(&entry);
            let _ = read::<IgnoredAny>(&entry);
        }
    }

    #[test]
    fn what_is_found_in_them_is_written_again(
        tags in proptest::collection::vec(any::<u8>(), 0..16), text in "[a-z]{0,8}",
    ) {
        let entry = seal_nameless(&tags, &text);
        if let Ok(value) = read::<Value>(&entry) {
            prop_assert_eq!(read::<Value>(&stored_verified(&value)), Ok(value));
        }
    }
}
