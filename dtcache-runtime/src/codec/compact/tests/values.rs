//! Every shape of a value comes back.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Codec, DecodeError, Encoded, LIMITS, as_other, comes_back, encode, read, stored};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype<T>(T);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Empty {}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

fn user(id: u64) -> User {
    let name = format!("user {id}");
    User { id, name }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Kind {
    Plain,
    Other,
    One(Option<u8>),
    Two(u8, i128),
    Named { at: BTreeMap<u8, char>, to: u8 },
}

fn kinds() -> Vec<Kind> {
    vec![
        Kind::Plain,
        Kind::One(None),
        Kind::One(Some(1)),
        Kind::Two(7, i128::MIN),
        Kind::Named {
            at: [(1, 'é')].into(),
            to: 1,
        },
        Kind::Other,
        Kind::Plain,
    ]
}

#[test]
fn integers_come_back_at_every_width() {
    for bits in 0..=64 {
        for off in -2..=2 {
            let number = (1_i128 << bits) + off;
            comes_back(number);
            comes_back(-number);
            if let Ok(number) = u64::try_from(number) {
                comes_back(number);
                comes_back(u128::from(number));
            }
            if let Ok(number) = i64::try_from(-number) {
                comes_back(number);
            }
        }
    }
    comes_back((i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN));
    comes_back((u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX));
    comes_back((i128::MAX, i64::MAX, 128_u16, 4223_u16, 4224_u16));
}

#[test]
fn floats_come_back_bit_by_bit() {
    let quiet = f64::from_bits(0x7ff8_0000_dead_beef);
    for value in [-0.0, 0.1, 5e-324, f64::MAX, f64::NAN, quiet, f64::INFINITY] {
        let back = read::<f64>(&stored(&value)).map(f64::to_bits);
        assert_eq!(back, Ok(value.to_bits()));
    }
    for value in [f32::MIN_POSITIVE, 0.1, -0.0, 1e-45, f32::NAN] {
        let back = read::<f32>(&stored(&value)).map(f32::to_bits);
        assert_eq!(back, Ok(value.to_bits()));
    }
}

#[test]
fn texts_and_lists_come_back_at_every_length() {
    for length in [0, 1, 7, 8, 31, 32, 127, 128, 20_000] {
        comes_back("é".repeat(length));
        comes_back(vec![length; length]);
        comes_back(vec![(); length]);
        comes_back((0..length).map(|key| (key, key)).collect::<HashMap<_, _>>());
    }
    comes_back(('a', '\u{10ffff}', '\0', "\0\u{7f}😀".to_owned()));
}

#[test]
fn options_in_options_come_back() {
    comes_back([None, Some(None), Some(Some(None)), Some(Some(Some(1)))]);
    comes_back([None, Some(())]);
    comes_back([Some(Newtype(None)), Some(Newtype(Some(()))), None]);
    comes_back([Some(Unit), None]);
    comes_back(BTreeMap::from([
        (None, 1),
        (Some(None), 2),
        (Some(Some(1_u8)), 3),
    ]));
}

#[test]
fn structs_and_enums_come_back() {
    comes_back(user(123));
    comes_back((0..300).map(user).collect::<Vec<_>>());
    comes_back(kinds());
    comes_back(kinds().into_iter().zip(0..).collect::<BTreeMap<Kind, u8>>());
    comes_back((Empty {}, [Unit], Newtype(Newtype(1))));
    comes_back(IpAddr::from([127, 0, 0, 1]));
    comes_back(std::time::Duration::new(1, 2));
    comes_back(Result::<u8, String>::Err("no".to_owned()));
}

#[test]
fn maps_come_back_whatever_their_keys() {
    comes_back(HashMap::from([
        ((1, 2), "a".to_owned()),
        ((3, 4), "b".to_owned()),
    ]));
    comes_back(HashMap::from([(true, 1), (false, 2)]));
    comes_back(HashMap::from([(-1_i64, 1), (i64::MAX, 2)]));
    comes_back(HashMap::from([(vec![user(1).name], user(1))]));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    id: u64,
    #[serde(flatten)]
    user: Inner,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Inner {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    name: Option<String>,
    kind: Kind,
    #[serde(skip)]
    hidden: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Internal {
    Unit,
    User(User),
    Named { a: Option<Option<u8>>, b: f64 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    One(Kind),
    Two(u8, String),
    Named { a: Unit },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Flag(bool),
    Number(i64),
    User(User),
    Kind(Kind),
    List(Vec<Untagged>),
    Text(String),
    Nothing,
}

#[test]
fn every_representation_of_an_enum_comes_back() {
    for internal in [
        Internal::Unit,
        Internal::User(user(1)),
        Internal::Named {
            a: Some(None),
            b: 1.5,
        },
    ] {
        comes_back(vec![internal]);
    }
    comes_back(vec![
        Adjacent::Unit,
        Adjacent::One(Kind::One(Some(1))),
        Adjacent::Two(1, "b".to_owned()),
        Adjacent::Named { a: Unit },
    ]);
    let kinds = kinds()
        .into_iter()
        .filter(|kind| !matches!(kind, Kind::Two(..)));
    let kinds = kinds.filter(|kind| !matches!(kind, Kind::Named { .. }));
    comes_back(vec![
        Untagged::Flag(true),
        Untagged::Number(-1),
        Untagged::User(user(1)),
        Untagged::List(kinds.map(Untagged::Kind).collect()),
        Untagged::Text("text".to_owned()),
        Untagged::Nothing,
    ]);
}

#[test]
fn flattened_and_skipped_fields_come_back() {
    for name in [None, Some("a".to_owned())] {
        let inner = || Inner {
            name: name.clone(),
            kind: Kind::One(Some(1)),
            hidden: 0,
        };
        comes_back([inner(), inner()]);
        comes_back(Flat {
            id: 1,
            user: inner(),
            rest: [("x".to_owned(), json!({"y": [1, null]}))].into(),
        });
    }
}

#[test]
fn a_value_of_any_kind_comes_back_as_itself() {
    let value = json!({
        "a": [1, -1, 1.5, u64::MAX, i64::MIN, "text", true, null, {}, []],
        "b": {"c": {"d": "e".repeat(100)}},
    });
    comes_back(value);
    // What JSON would have, whatever it was.
    let shown = json!({"id": 1, "name": "user 1"});
    assert_eq!(as_other::<Value>(&user(1)), Ok(shown));
    let some = [Kind::Plain, Kind::One(Some(1))];
    let shown = json!(["Plain", {"One": 1}]);
    assert_eq!(as_other::<Value>(&some), Ok(shown));
    let keys = BTreeMap::from([(1, true), (300, false)]);
    assert_eq!(
        as_other::<Value>(&keys),
        Ok(json!({"1": true, "300": false}))
    );
    assert!(as_other::<IgnoredAny>(&kinds()).is_ok());
}

#[test]
fn what_is_nothing_is_not_stored() {
    fn is_null<T: Serialize>(value: T) -> bool {
        encode(&value, Codec::Compact, &LIMITS) == Ok(Encoded::Null)
    }
    assert!(is_null(None::<u8>));
    assert!(is_null(()));
    assert!(is_null(Unit));
    assert!(is_null(Value::Null));
    assert!(is_null(Some(None::<u8>)));
    assert!(is_null(Newtype(Some(Some(())))));
    assert!(!is_null([()]));
    assert!(!is_null(Kind::Plain));
    assert!(!is_null(0));
    for nothing in [&[0xe0][..], &[0xe1], &[0xe2, 0xe0]] {
        let named = super::super::header::seal(&[], nothing);
        let lean = super::super::lean::seal_nameless(nothing, "");
        for entry in [named, lean] {
            assert_eq!(read::<Option<u8>>(&entry), Err(DecodeError::Null));
        }
    }
}
