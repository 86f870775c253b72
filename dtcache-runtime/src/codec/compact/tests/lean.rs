//! Entries without names: what their bytes are, and who reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::super::header::{MAGIC, with_room_behind};
use super::super::varint;
use super::{
    Codec, DecodeError, EncodeError, Encoded, LIMITS, Limits, comes_back, decode, encode_verified,
    is_lean, read, stored, stored_lean, stored_verified,
};

macro_rules! types {
    ($($(#[$attr:meta])* $name:ident { $($(#[$field:meta])* $of:ident: $type:ty),* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        $(#[$attr])*
        struct $name { $($(#[$field])* $of: $type),* }
    )*};
}

types! {
    User { id: u64, name: String }
    Renamed { id: u64, title: String }
    Reordered { name: String, id: u64 }
    Longer { id: u64, name: String, more: Option<u8> }
    Shorter { id: u64 }
    X { x: u8 }
    Y { y: u8 }
    XY { x: u8, y: u8 }
    YX { y: u8, x: u8 }
    Inside { x: X }
    Maybe { a: Option<u8>, b: Option<X> }
    Empty {}
}

fn john() -> User {
    let name = "John Doe".to_owned();
    User { id: 123, name }
}

fn users(count: u64) -> Vec<User> {
    (0..count).map(|id| User { id, ..john() }).collect()
}

#[track_caller]
fn lean<T: Serialize + DeserializeOwned>(value: &T) -> Vec<u8> {
    let entry = stored_verified(value);
    assert!(is_lean(entry[0]), "{entry:x?}");
    entry
}

#[track_caller]
fn comes_back_lean<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
    lean(&value);
    comes_back(value);
}

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
    assert_eq!(hex(&lean(&john())), "5776d8f77bca37da0d22becb");
    // As they are, since one is no ASCII: a text with a tag, and one without.
    let kinds = (
        1.5,
        Some(X { x: 1 }),
        Ok::<_, ()>("ë".to_owned()),
        [None, Some("text".to_owned())],
    );
    assert_eq!(
        hex(&lean(&kinds)),
        "37d0a92b09d4d90f01f20082d2e0c3ab74657874"
    );
    assert_eq!(hex(&lean(&"short".to_owned())), "0791a29073686f7274");
    assert_eq!(
        hex(&lean(&users(3))),
        "7743523506d30088018802ca37da0d22becbca37da0d22becbca37da0d22becb"
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

/// A value that a type wrote, as another that serde would read alike without the names.
#[track_caller]
fn no_other<T: DeserializeOwned>(value: &(impl Serialize + DeserializeOwned)) {
    let entry = lean(value);
    let read = read::<T>(&entry).map(|_| ());
    assert_eq!(read, Err(DecodeError::Mismatch));
}

#[test]
fn a_type_that_changed_reads_a_miss() {
    no_other::<Renamed>(&john());
    no_other::<Reordered>(&john());
    no_other::<Longer>(&john());
    no_other::<Shorter>(&john());
    no_other::<(u64, String)>(&john());
    no_other::<Value>(&john());
    no_other::<BTreeMap<String, Value>>(&john());
    no_other::<IgnoredAny>(&john());
    no_other::<User>(&(123_u64, "John Doe".to_owned()));
    no_other::<YX>(&XY { x: 1, y: 2 });
    no_other::<X>(&Y { y: 1 });
    no_other::<u8>(&X { x: 1 });
    no_other::<X>(&1_u8);
    no_other::<Inside>(&X { x: 1 });
    no_other::<X>(&Inside { x: X { x: 1 } });
    no_other::<Vec<YX>>(&vec![XY { x: 1, y: 2 }; 10]);
}

#[test]
fn names_are_told_apart_by_where_they_are_met() {
    let (x, y) = (X { x: 1 }, Y { y: 2 });
    let (xy, yx) = (XY { x: 1, y: 2 }, YX { y: 1, x: 2 });
    no_other::<(XY, YX, YX)>(&(xy.clone(), yx.clone(), xy.clone()));
    no_other::<(XY, XY, YX)>(&(xy.clone(), yx.clone(), xy.clone()));
    no_other::<(u8, X, Y)>(&(x.clone(), 3_u8, y.clone()));
    no_other::<(X, Y, u8)>(&(x.clone(), 3_u8, y.clone()));
    no_other::<(Y, u8, X)>(&(x.clone(), 3_u8, y.clone()));
    no_other::<(Option<YX>, Option<XY>)>(&(Some(xy), None::<YX>));
    no_other::<(Empty, X, u8)>(&(x.clone(), Empty {}, 1_u8));
    no_other::<(u8, Option<X>)>(&(Some(x), 1_u8));
}

/// More types than are remembered, one in the place of another.
#[test]
fn each_type_has_its_own_names() {
    types! { A { a: u8 } B { b: u8 } C { c: u8 } D { d: u8 } }
    let (a, b, c, d) = (A { a: 1 }, B { b: 2 }, C { c: 3 }, D { d: 4 });
    let all = || (a.clone(), b.clone(), c.clone(), d.clone(), X { x: 5 });
    comes_back_lean((all(), all(), Y { y: 6 }, all()));
}

#[test]
fn a_type_that_reads_the_same_is_a_hit() {
    types! { Wider { id: i128, name: String } Loose { id: Option<u64>, name: Box<str> } }
    let entry = lean(&john());
    let (id, name) = (123, "John Doe".to_owned());
    assert_eq!(read(&entry), Ok(Wider { id, name }));
    assert_eq!(
        read(&entry),
        Ok(Loose {
            id: Some(123),
            name: "John Doe".into()
        })
    );
    assert_eq!(read(&lean(&vec![19.95_f64, 3.0])), Ok(vec![19.95_f32, 3.0]));
    // No names, no difference.
    assert_eq!(
        read(&lean(&(1, "a".to_owned()))),
        Ok(serde_json::json!([1, "a"]))
    );
    assert!(read::<IgnoredAny>(&lean(&(19.95, "a".to_owned(), "b".to_owned()))).is_ok());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Then {
    A,
    B(u8),
    C { x: u8 },
}

#[test]
fn variants_are_told_by_name() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Renamed {
        Z,
        Y(u8),
        X { x: u8 },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Swapped {
        B(u8),
        A,
        C { y: u8 },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Longer {
        A,
        B(u8),
        C { x: u8 },
        D,
    }
    for then in [Then::A, Then::B(1), Then::C { x: 1 }] {
        no_other::<Renamed>(&then);
        no_other::<Swapped>(&then);
        no_other::<String>(&then);
        no_other::<Value>(&then);
        assert!(read::<Longer>(&lean(&then)).is_ok());
        comes_back(vec![then]);
    }
    no_other::<[Then; 2]>(&[Longer::D, Longer::A]);
}

#[test]
fn what_could_be_taken_for_nothing_comes_back() {
    let some = Maybe { a: None, b: None };
    comes_back_lean(some.clone());
    comes_back_lean(vec![
        Some(some.clone()),
        None,
        Some(Maybe {
            a: Some(1),
            b: Some(X { x: 1 }),
        }),
    ]);
    comes_back_lean((Some(Some(some.clone())), "text".to_owned()));
    comes_back_lean((
        Some((None::<u8>, "a".to_owned())),
        Some(some),
        "text".to_owned(),
    ));
    comes_back_lean([Some(Empty {}), None]);
    comes_back_lean(vec![Empty {}; 3]);
    comes_back_lean(Empty {});
    comes_back_lean((String::new(), "a".to_owned(), String::new()));
    comes_back_lean(("a".to_owned(), String::new(), Some(String::new())));
    comes_back_lean("\x7f".repeat(8));
    comes_back_lean(("\x7f".repeat(7), None::<u8>));
    comes_back_lean(Some(Maybe { a: None, b: None }));
    comes_back_lean(Some(Some(Maybe { a: None, b: None })));
    // Check, length, two tags, the text; its tag is left out, although one was put in before it.
    types! { Noted { a: Option<u8>, note: String } }
    let note = "text".to_owned();
    let noted = lean(&Some(Noted { a: None, note }));
    assert_eq!(noted.len(), 1 + 3 + 2 + 4, "{noted:x?}");
    let null = encode_verified(&None::<User>, Codec::Compact, &LIMITS);
    assert_eq!(null, Ok(Encoded::Null));
}

#[test]
fn what_cannot_be_read_without_names_has_them() {
    types! {
        Skips { a: u8, #[serde(skip_serializing_if = "Option::is_none", default)] b: Option<u8> }
        Alias { #[serde(alias = "b")] a: u8 }
        NotRead { a: u8, #[serde(skip_deserializing, default)] b: u8 }
        Flat { a: u8, #[serde(flatten)] x: Inside }
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Number(u8),
        X(X),
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type")]
    enum Internal {
        X(X),
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum OtherPlaces {
        #[serde(alias = "0")]
        A,
    }
    fn named<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
        assert_eq!(stored_verified(&value)[0], MAGIC, "{value:?}");
        comes_back(value);
    }
    named(Skips { a: 1, b: None });
    named(Alias { a: 1 });
    named(NotRead { a: 1, b: 0 });
    named(Flat {
        a: 1,
        x: Inside { x: X { x: 1 } },
    });
    named(Untagged::X(X { x: 1 }));
    named(vec![Internal::X(X { x: 1 })]);
    named(OtherPlaces::A);
    // It depends on the value.
    lean(&Skips { a: 1, b: Some(1) });
    lean(&Untagged::Number(1));
    // Names are few beside so many values.
    named(users(1000));
}

/// A type whose `Deserialize` panics is stored all the same, as it was without a look at it.
#[test]
fn a_deserialize_that_panics_is_caught() {
    #[derive(Debug, Serialize)]
    struct Panics(u8);
    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            panic!("hunter2")
        }
    }
    assert_eq!(stored_verified(&Panics(1))[0], MAGIC);
    let lean = stored_lean(&Panics(1)).expect("it can be written");
    assert_eq!(
        read::<Panics>(&lean).map(|_| ()),
        Err(DecodeError::Panicked)
    );
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
        let sealed = super::super::lean::seal_nameless(&tags, &text);
        for entry in [[&[first << 4 | 7][..], &bytes].concat(), sealed] {
            let _ = read::<Value>(&entry);
            let _ = read::<Vec<User>>(&entry);
            let _ = read::<Then>(&entry);
            let _ = read::<Vec<Option<String>>>(&entry);
            let _ = read::<IgnoredAny>(&entry);
        }
    }

    #[test]
    fn what_is_found_in_them_is_written_again(
        tags in proptest::collection::vec(any::<u8>(), 0..16), text in "[a-z]{0,8}",
    ) {
        let entry = super::super::lean::seal_nameless(&tags, &text);
        if let Ok(value) = read::<Value>(&entry) {
            prop_assert_eq!(read::<Value>(&stored_verified(&value)), Ok(value));
        }
    }
}
