//! What the bytes are, and that no bytes do harm.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::header::MAGIC;
use super::super::{MAX_DEPTH, header};
use super::{
    Codec, DecodeError, EncodeError, LIMITS, Limits, comes_back, decode, encode, read, refused,
    stored,
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

fn john() -> User {
    let name = "John Doe".to_owned();
    User { id: 123, name }
}

fn sealed<T: DeserializeOwned>(payload: &[u8]) -> Result<T, DecodeError> {
    read(&header::seal(&[], payload))
}

/// What stands in Redis may be read by another version: this changes with the magic alone.
#[test]
fn the_format_is_as_written_down() {
    let entry = stored(&john());
    let checksum = libdeflater::crc32(&entry[5..]).to_le_bytes();
    let mut expected = vec![0xd7];
    expected.extend(checksum);
    expected.extend(b"\x13\xd9\x42idname\xc0\x7b\x88John Doe");
    assert_eq!(entry, expected);
    assert_eq!(entry.len(), 25);

    let two = (
        Some(john()),
        None::<u8>,
        [Ok::<_, ()>(-1), Ok(300)],
        0.5_f32,
    );
    let mut expected = b"\xd9\x42idname\xf3\x02Ok".to_vec();
    expected
        .extend(b"\xd4\xc0\x7b\x88John Doe\xe0\xd2\xf2\x00\xf8\x00\xf2\x00\xa0\xac\xe7\0\0\0\x3f");
    assert_eq!(header::open(&stored(&two)), Ok(&expected[..]));
}

#[test]
fn a_list_of_structs_has_their_names_once() {
    let users: Vec<_> = (0..1000).map(|id| User { id, ..john() }).collect();
    let entry = stored(&users);
    // A tag, one or two bytes, and the text.
    assert!(entry.len() <= 1000 * (1 + 2 + 9) + 20, "{}", entry.len());
}

#[test]
fn every_cut_and_every_flipped_bit_is_noticed() {
    for entry in [stored(&john()), stored(&vec![john(); 20])] {
        for end in 0..entry.len() {
            let read = read::<Value>(&entry[..end]);
            assert!(matches!(read, Err(DecodeError::Corrupt(_))), "cut at {end}");
        }
        for bit in 0..entry.len() * 8 {
            let mut broken = entry.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            let read = read::<Value>(&broken).map(|_| ());
            // It may look like an entry without names, whose check nothing can be told from.
            let is_noticed = match broken[0] {
                MAGIC => matches!(read, Err(DecodeError::Corrupt(_))),
                _ => read.is_err(),
            };
            assert!(is_noticed, "bit {bit}");
        }
    }
}

#[test]
fn what_stands_behind_is_not_looked_at() {
    let mut entry = stored(&john());
    entry.extend_from_slice(b"a trailer");
    assert_eq!(read(&entry), Ok(john()));
}

#[test]
fn the_limits_are_exact() {
    let entry = stored(&john());
    let payload = header::open(&entry).expect("whole").len();
    for limit in 1..payload {
        let limits = Limits {
            max_decoded_size: limit,
            ..LIMITS
        };
        let too_large = EncodeError::TooLarge { limit };
        assert_eq!(encode(&john(), Codec::Compact, &limits), Err(too_large));
        let too_large = DecodeError::TooLarge { limit };
        assert_eq!(decode::<User>(&entry, &limits), Err(too_large));
    }
    let exact = Limits {
        max_decoded_size: payload,
        max_value_size: entry.len(),
    };
    assert!(encode(&john(), Codec::Compact, &exact).is_ok());
    assert_eq!(decode(&entry, &exact), Ok(john()));
    let limit = entry.len() - 1;
    let less = Limits {
        max_value_size: limit,
        ..LIMITS
    };
    assert_eq!(
        encode(&john(), Codec::Compact, &less),
        Err(EncodeError::TooLarge { limit })
    );
    assert_eq!(
        decode::<User>(&entry, &less),
        Err(DecodeError::TooLarge { limit })
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Nested {
    End,
    Newtype(Box<Nested>),
    Tuple(Box<Nested>, ()),
    Struct { inner: Box<Nested> },
    List(Vec<Nested>),
    Some(Option<Box<Nested>>),
    Map(BTreeMap<u8, Nested>),
}

#[test]
fn nesting_stops_where_reading_back_would() {
    type Wrap = fn(Box<Nested>) -> Nested;
    let wraps: [(usize, Wrap); 6] = [
        (1, Nested::Newtype),
        (2, |inner| Nested::Tuple(inner, ())),
        (2, |inner| Nested::Struct { inner }),
        (2, |inner| Nested::List(vec![*inner])),
        (2, |inner| Nested::Some(Some(inner))),
        (2, |inner| Nested::Map([(1, *inner)].into())),
    ];
    for (levels, wrap) in wraps {
        let nested = |times| (0..times).fold(Nested::End, |inner, _| wrap(Box::new(inner)));
        comes_back(nested(MAX_DEPTH / levels));
        let reason = refused(&nested(MAX_DEPTH / levels + 1));
        assert!(reason.contains("deep"), "{reason}");
    }
}

/// An option of itself, which takes no byte a level.
#[derive(Debug, PartialEq, Deserialize)]
struct Endless(Option<Box<Endless>>);

#[test]
fn no_depth_overflows_the_stack() {
    for byte in [0xd1, 0xe2, 0xeb, 0xec, 0xed, 0xee, 0xf2] {
        let bomb = vec![byte; 500_000];
        assert!(sealed::<IgnoredAny>(&bomb).is_err());
        assert!(sealed::<Value>(&bomb).is_err());
        assert!(sealed::<Nested>(&bomb).is_err());
    }
    assert!(sealed::<Endless>(&vec![0xe2; 500_000]).is_err());
    assert!(sealed::<Endless>(&[1]).is_err());
    assert!(sealed::<Endless>(&[0xd1, 1]).is_err());
}

#[test]
fn no_length_is_trusted() {
    const HUGE: [u8; 9] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    for tag in [0xe9, 0xea, 0xeb, 0xed, 0xdf, 0xf3] {
        let mut bomb = vec![tag];
        bomb.extend(HUGE);
        bomb.push(1);
        let read = sealed::<Value>(&bomb);
        assert!(matches!(read, Err(DecodeError::Corrupt(_))), "{tag:x}");
        assert!(sealed::<Vec<[u64; 16]>>(&bomb).is_err());
        assert!(sealed::<Vec<u8>>(&bomb).is_err());
        assert!(sealed::<String>(&bomb).is_err());
        assert!(sealed::<BTreeMap<u8, u8>>(&bomb).is_err());
    }
    // More names than are ever written.
    let names = [0xf3, 1, b'a'].repeat(257);
    assert!(sealed::<IgnoredAny>(&[&names[..], &[1]].concat()).is_err());
    let shapes = [0xd8, 1, b'a'].repeat(257);
    assert!(sealed::<IgnoredAny>(&[&shapes[..], &[1]].concat()).is_err());
}

#[test]
fn bytes_that_are_no_value_are_corrupt() {
    for payload in [
        &b""[..],
        b"\x81",
        b"\x81\xff",
        b"\xc0",
        b"\xb0",
        b"\xf2\x00\x01",
        b"\xf4",
        b"\xf5",
        b"\xf6",
        b"\x01\x01",
        b"\xd2\x01",
        b"\xd8\x01a\xc1\x01",
        b"\xd8\x01\xff\xc0\x01",
        b"\xd8\x01a\xc0\xf5",
        b"\xec\x01",
        b"\xee\x81a\xf4",
    ] {
        for read in [
            sealed::<Value>(payload),
            sealed::<u8>(payload).map(Value::from),
        ] {
            assert!(
                matches!(read, Err(DecodeError::Corrupt(_))),
                "{payload:x?}: {read:?}"
            );
        }
    }
}

#[test]
fn a_good_entry_of_another_type_is_a_mismatch() {
    assert_eq!(read::<u8>(&stored(&256)), Err(DecodeError::Mismatch));
    assert_eq!(read::<User>(&stored(&[john()])), Err(DecodeError::Mismatch));
    assert_eq!(read::<Nested>(&stored(&john())), Err(DecodeError::Mismatch));
}

proptest! {
    /// Sealed well, whatever they are: a value or an error, and no panic.
    #[test]
    fn no_payload_panics(payload in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = sealed::<Value>(&payload);
        let _ = sealed::<Nested>(&payload);
        let _ = sealed::<User>(&payload);
        let _ = sealed::<Vec<User>>(&payload);
        let _ = sealed::<IgnoredAny>(&payload);
    }

    #[test]
    fn no_damaged_payload_panics(
        at in 0_usize..200, byte in any::<u8>(), users in 0_usize..10,
    ) {
        let entry = stored(&(vec![john(); users], Nested::Struct { inner: Box::new(Nested::End) }));
        let mut payload = header::open(&entry).expect("whole").to_vec();
        let at = at % payload.len();
        payload[at] = byte;
        let _ = sealed::<(Vec<User>, Nested)>(&payload);
        let _ = sealed::<Value>(&payload);
    }
}
