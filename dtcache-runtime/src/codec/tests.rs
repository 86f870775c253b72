//! What is stored, what is read back, and what is refused on either way.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::ser::{Error as _, SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::checked::MAX_DEPTH;
use super::{Codec, DecodeError, EncodeError, Encoded, Limits, decode, encode};

const LIMITS: Limits = Limits {
    max_value_size: 1 << 20,
    max_decoded_size: 1 << 20,
};

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let Ok(Encoded::Entry(entry)) = encode(&value, Codec::Json, &LIMITS) else {
        panic!("{value:?} was not stored");
    };
    assert_eq!(decode::<T>(&entry, &LIMITS), Ok(value));
}

fn refused<T: Serialize>(value: T) -> &'static str {
    match encode(&value, Codec::Json, &LIMITS) {
        Err(EncodeError::Unencodable(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn is_null<T: Serialize>(value: T) -> bool {
    encode(&value, Codec::Json, &LIMITS) == Ok(Encoded::Null)
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, DecodeError> {
    let entry = super::zlib::deflate(json.as_bytes(), usize::MAX);
    decode(&entry.unwrap_or_default(), &LIMITS)
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype<T>(T);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    One(Option<u8>),
    Two(f32, i128),
    Named { at: BTreeMap<u8, char> },
}

#[test]
fn every_shape_comes_back() {
    comes_back(vec![
        Kind::Plain,
        Kind::One(None),
        Kind::One(Some(1)),
        Kind::Two(0.1, i128::MIN),
        Kind::Named {
            at: [(1, 'é')].into(),
        },
    ]);
    comes_back((
        u128::MAX,
        i64::MIN,
        "\0\u{7f}😀\u{10ffff}".to_owned(),
        ((), true),
    ));
    comes_back(HashMap::from([(
        Some("key".to_owned()),
        Newtype(Some(Some(1))),
    )]));
    comes_back([None, Some(1)]);
}

#[test]
fn floats_come_back_bit_by_bit() {
    for value in [-0.0, 0.1, 5e-324, f64::MAX, 1e16, 2.0_f64.powi(-44)] {
        let Ok(Encoded::Entry(entry)) = encode(&value, Codec::Json, &LIMITS) else {
            panic!("{value} was not stored");
        };
        let back = decode::<f64>(&entry, &LIMITS).map(f64::to_bits);
        assert_eq!(back, Ok(value.to_bits()));
    }
    comes_back([f32::MIN_POSITIVE, f32::MAX, 0.1, 1e-45, 8_388_609.5]);
}

#[test]
fn what_is_not_finite_is_refused() {
    let reason = refused(f64::NAN);
    assert!(reason.contains("NaN"), "{reason}");
    assert_eq!(refused([f32::INFINITY]), reason);
    assert_eq!(
        refused(Some(json!(1)).map(|one| (one, f64::NEG_INFINITY))),
        reason
    );
    assert_eq!(refused(BTreeMap::from([("x", vec![f32::NAN])])), reason);
    assert_eq!(refused(Kind::Two(f32::NAN, 0)), reason);
}

#[test]
fn a_null_in_some_is_refused() {
    let reason = refused([Some(None::<u8>)]);
    assert!(reason.contains("Some"), "{reason}");
    assert_eq!(refused([Some(())]), reason);
    assert_eq!(refused([Some(Value::Null)]), reason);
    assert_eq!(refused([Some(Newtype(Some(Newtype(None::<u8>))))]), reason);
    assert_eq!(
        refused(BTreeMap::from([("x", Some(Some(None::<u8>)))])),
        reason
    );
    comes_back([Some(Kind::One(None))]);
    comes_back([Some(vec![()])]);
}

/// Shows itself as `serde_json`'s `RawValue` does.
struct Raw(&'static str);

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "$serde_json::private::RawValue";
        let mut raw = to.serialize_struct(NAME, 1)?;
        raw.serialize_field(NAME, self.0)?;
        raw.end()
    }
}

#[test]
fn a_raw_null_in_some_is_refused() {
    assert_eq!(refused([Some(Raw("null"))]), refused([Some(())]));
    assert!(encode(&[Some(Raw("1"))], Codec::Json, &LIMITS).is_ok());
    assert!(encode(&[Raw("null")], Codec::Json, &LIMITS).is_ok());
    assert!(encode(&[Some("null")], Codec::Json, &LIMITS).is_ok());
}

#[test]
fn a_result_that_is_null_is_not_stored() {
    assert!(is_null(None::<u8>));
    assert!(is_null(()));
    assert!(is_null(Value::Null));
    assert!(is_null(Newtype(Some(None::<u8>))));
    assert!(!is_null([()]));
    assert!(!is_null("null"));
}

#[test]
fn nesting_stops_where_reading_back_would() {
    let lists = |levels| (0..levels).fold(json!(0), |inner, _| [inner].into());
    comes_back::<Value>(lists(MAX_DEPTH));
    let reason = refused(lists(MAX_DEPTH + 1));
    assert!(reason.contains("deep"), "{reason}");
    // One level more really is what serde_json cannot read.
    assert!(read::<Value>(&lists(MAX_DEPTH).to_string()).is_ok());
    assert!(read::<Value>(&lists(MAX_DEPTH + 1).to_string()).is_err());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Nested {
    End,
    Newtype(Box<Nested>),
    Tuple(Box<Nested>, ()),
    Struct { inner: Box<Nested> },
    Some(Newtype<Option<Box<Nested>>>),
}

#[test]
fn every_bracket_counts_and_nothing_else() {
    type Wrap = fn(Box<Nested>) -> Nested;
    let wraps: [(usize, Wrap); 4] = [
        (1, Nested::Newtype),
        (2, |inner| Nested::Tuple(inner, ())),
        (2, |inner| Nested::Struct { inner }),
        (1, |inner| Nested::Some(Newtype(Some(inner)))),
    ];
    for (brackets, wrap) in wraps {
        let nested = |times| (0..times).fold(Nested::End, |inner, _| wrap(Box::new(inner)));
        comes_back(nested(MAX_DEPTH / brackets));
        refused(nested(MAX_DEPTH / brackets + 1));
    }
}

struct Fails;

impl Serialize for Fails {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("hunter2"))
    }
}

struct FailsToShow;

impl std::fmt::Display for FailsToShow {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Err(std::fmt::Error)
    }
}

impl Serialize for FailsToShow {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[test]
fn a_serialize_that_fails_is_quoted_nowhere() {
    assert!(!refused([Fails]).contains("hunter2"));
    assert_eq!(refused(FailsToShow), refused([Fails]));
    assert_eq!(refused(HashMap::from([((1, 2), 3)])), refused([Fails]));
    assert_eq!(refused(HashMap::from([(None::<u8>, 3)])), refused([Fails]));
}

#[test]
fn limits_hold_while_encoding() {
    let json = Limits {
        max_decoded_size: 10,
        ..LIMITS
    };
    assert!(encode("12345678", Codec::Json, &json).is_ok());
    assert_eq!(
        encode("123456789", Codec::Json, &json),
        Err(EncodeError::TooLarge { limit: 10 })
    );

    let Ok(Encoded::Entry(entry)) = encode("12345678", Codec::Json, &LIMITS) else {
        panic!("not stored");
    };
    let stored = |max_value_size| Limits {
        max_value_size,
        ..LIMITS
    };
    assert!(encode("12345678", Codec::Json, &stored(entry.len())).is_ok());
    let limit = entry.len() - 1;
    assert_eq!(
        encode("12345678", Codec::Json, &stored(limit)),
        Err(EncodeError::TooLarge { limit })
    );
    assert_eq!(
        decode::<String>(&entry, &stored(limit)),
        Err(DecodeError::TooLarge { limit })
    );
}

#[test]
fn null_is_a_miss_in_any_type() {
    assert_eq!(read::<Option<u8>>("null"), Err(DecodeError::Null));
    assert_eq!(read::<u8>(" \n\tnull\r "), Err(DecodeError::Null));
    assert_eq!(read::<String>(r#""null""#), Ok("null".to_owned()));
}

#[test]
fn a_good_entry_of_another_type_is_a_mismatch() {
    assert_eq!(read::<u8>("256"), Err(DecodeError::Mismatch));
    assert_eq!(read::<u8>(r#"{"a": [1.5]}"#), Err(DecodeError::Mismatch));
    assert_eq!(read::<Vec<Kind>>(r#"["Gone"]"#), Err(DecodeError::Mismatch));
}

#[test]
fn text_that_is_not_json_is_corrupt() {
    for text in [
        "",
        " ",
        "{oops",
        "NaN",
        "-Infinity",
        "[NaN]",
        "1 2",
        "nul",
        r#""\ud800""#,
    ] {
        for read in [read::<Value>(text), read::<u8>(text).map(Value::from)] {
            assert!(
                matches!(read, Err(DecodeError::Corrupt(_))),
                "{text}: {read:?}"
            );
        }
    }
}

#[test]
fn errors_read_as_sentences() {
    let limit = DecodeError::TooLarge { limit: 7 };
    assert_eq!(limit.to_string(), "larger than the limit of 7 bytes");
    assert_eq!(EncodeError::Unencodable("why").to_string(), "why");
}
