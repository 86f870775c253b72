//! A type that changed reads the value as serde's rules have it, as from JSON, or not at all.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug};

use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{DecodeError, as_other, comes_back, read, stored, stored_lean};

/// Reads `value` as a `T` from either codec, which must give the same; what stands there without names
/// may be a miss.
#[track_caller]
fn as_from_json<T>(value: &impl Serialize) -> Option<T>
where
    T: DeserializeOwned + PartialEq + Debug,
{
    let json = serde_json::to_string(value).expect("JSON");
    let expected = serde_json::from_str::<T>(&json).ok();
    match as_other::<T>(value) {
        Ok(read) => assert_eq!(Some(read), expected),
        Err(error) => {
            assert_eq!(error, DecodeError::Mismatch);
            assert!(expected.is_none(), "{expected:?} was not read");
        }
    }
    if let Some(Ok(read)) = stored_lean(value).map(|entry| read::<T>(&entry)) {
        assert_eq!(Some(read), expected);
    }
    expected
}

macro_rules! structs {
    ($($(#[$attr:meta])* $name:ident { $($(#[$field:meta])* $of:ident: $type:ty),* })*) => {$(
        #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
        $(#[$attr])*
        struct $name { $($(#[$field])* $of: $type),* }
    )*};
}

structs! {
    Old { a: u8, b: u8, c: String }
    Reordered { c: String, b: u8, a: u8 }
    Swapped { b: u8, a: u8, c: String }
    Added { a: u8, b: u8, c: String, d: Option<u8> }
    AddedWithDefault { a: u8, #[serde(default)] e: u8, b: u8, c: String }
    AddedAndNeeded { a: u8, b: u8, c: String, d: u8 }
    Removed { a: u8, c: String }
    #[serde(deny_unknown_fields)]
    RemovedStrictly { a: u8, c: String }
    Renamed { a: u8, z: u8, c: String }
    RenamedWithAlias { a: u8, #[serde(alias = "b")] z: u8, c: String }
    Aliased { #[serde(alias = "b")] a: u8, c: String }
    Retyped { a: String, b: u8, c: String }
    Widened { a: u64, b: i128, c: String }
    Optional { a: Option<u8>, b: Option<Option<u8>>, c: Option<String> }
    Floats { a: f32, b: f64, c: String }
    NotRead { a: u8, #[serde(skip_deserializing)] b: u8, c: String }
    Skips { a: u8, b: u8, #[serde(skip_serializing_if = "String::is_empty", default)] c: String }
}

fn old() -> Old {
    let c = "c".to_owned();
    Old { a: 1, b: 2, c }
}

fn new_from_old<T: Serialize + DeserializeOwned + Default + PartialEq + Debug>() {
    as_from_json::<T>(&old());
    as_from_json::<Vec<T>>(&[old(), old()]);
    as_from_json::<Vec<Option<T>>>(&[Some(old()), None]);
    as_from_json::<Old>(&T::default());
    as_from_json::<HashMap<String, Vec<Old>>>(&HashMap::from([("k", [T::default()])]));
    comes_back(T::default());
}

#[test]
fn fields_come_and_go_and_change_places() {
    new_from_old::<Old>();
    new_from_old::<Reordered>();
    new_from_old::<Swapped>();
    new_from_old::<Added>();
    new_from_old::<AddedWithDefault>();
    new_from_old::<AddedAndNeeded>();
    new_from_old::<Removed>();
    new_from_old::<RemovedStrictly>();
    new_from_old::<Renamed>();
    new_from_old::<RenamedWithAlias>();
    new_from_old::<Aliased>();
    new_from_old::<Retyped>();
    new_from_old::<Widened>();
    new_from_old::<Optional>();
    new_from_old::<Floats>();
    new_from_old::<NotRead>();
    new_from_old::<Skips>();
    // Some of them really are read, and some not.
    assert_eq!(
        as_from_json(&old()),
        Some(Swapped {
            b: 2,
            a: 1,
            c: "c".to_owned()
        })
    );
    assert_eq!(as_from_json::<Renamed>(&old()), None);
    assert_eq!(as_from_json::<Aliased>(&old()), None);
}

#[test]
fn one_type_in_two_orders_within_a_value() {
    let both = (
        old(),
        Swapped {
            b: 2,
            a: 1,
            c: String::new(),
        },
        old(),
    );
    as_from_json::<(Old, Old, Old)>(&both).expect("read");
    as_from_json::<(Swapped, Swapped, Swapped)>(&both).expect("read");
    as_from_json::<[Removed; 3]>(&both).expect("read");
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Then {
    A,
    B(u8),
    C(u8, u8),
    D { x: u8, y: u8 },
    E(Option<u8>),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Now {
    D { y: u8, x: u8 },
    C([u8; 2]),
    B { x: u8 },
    A(u8),
    E,
}

#[test]
fn variants_are_told_by_name() {
    for then in [
        Then::A,
        Then::B(1),
        Then::C(1, 2),
        Then::D { x: 1, y: 2 },
        Then::E(None),
    ] {
        as_from_json::<Now>(&then);
        as_from_json::<String>(&then);
        as_from_json::<Value>(&then);
        as_from_json::<BTreeMap<String, Value>>(&then);
        comes_back(vec![then]);
    }
    assert_eq!(
        as_from_json(&Then::D { x: 1, y: 2 }),
        Some(Now::D { y: 2, x: 1 })
    );
    assert_eq!(as_from_json(&Then::E(None)), Some(Now::E));
    assert_eq!(as_from_json::<Now>(&Then::A), None);
    as_from_json::<Then>(&"A").expect("read");
    as_from_json::<Then>(&BTreeMap::from([("B", 1)])).expect("read");
    as_from_json::<Then>(&BTreeMap::from([("B", 1), ("A", 1)]));
    structs! { B { #[serde(rename = "B")] b: u8 } }
    as_from_json::<Then>(&B { b: 1 }).expect("read");
}

#[test]
fn other_types_meet() {
    as_from_json::<Vec<u8>>(&(1, 2));
    as_from_json::<(u8,)>(&(1, 2));
    as_from_json::<(u8, u8, u8)>(&(1, 2));
    as_from_json::<Old>(&(1, 2, "c"));
    as_from_json::<Old>(&BTreeMap::from([("a", 1), ("b", 2)]));
    as_from_json::<BTreeMap<String, Value>>(&old()).expect("read");
    as_from_json::<u8>(&256);
    as_from_json::<u8>(&1.0);
    as_from_json::<f64>(&1).expect("read");
    as_from_json::<char>(&"a").expect("read");
    as_from_json::<String>(&'a').expect("read");
    as_from_json::<bool>(&1);
    as_from_json::<Vec<u8>>(&"text");
    as_from_json::<Option<u8>>(&1).expect("read");
    as_from_json::<[Option<u8>; 2]>(&(1, ())).expect("read");
    as_from_json::<[(); 1]>(&[None::<u8>]).expect("read");
}

/// To a derived type a number is the place of a field, and to JSON it is a name like any other.
#[test]
fn a_number_as_a_key_is_no_field() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Named { a: u8 },
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "t")]
    enum Internal {
        A,
        B,
    }
    structs! { One { #[serde(default)] a: u8 } Digit { #[serde(rename = "0")] a: u8 } }
    let numbers = BTreeMap::from([(0, 5)]);
    assert_eq!(as_from_json(&numbers), Some(One { a: 0 }));
    assert_eq!(as_from_json(&numbers), Some(Digit { a: 5 }));
    assert_eq!(as_from_json::<Untagged>(&numbers), None);
    assert_eq!(as_from_json::<Internal>(&BTreeMap::from([("t", 0)])), None);
    as_from_json::<Then>(&0);
    as_from_json::<Then>(&BTreeMap::from([(1, 1)]));
    as_from_json::<HashMap<bool, u8>>(&HashMap::from([(true, 1)])).expect("read");
    as_from_json::<HashMap<String, u8>>(&HashMap::from([(true, 1)])).expect("read");
}

/// As types are written by hand for JSON: with no `visit_seq`.
#[derive(Debug, PartialEq)]
struct ByNames {
    a: u8,
    b: u8,
}

impl<'de> Deserialize<'de> for ByNames {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = ByNames;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ByNames, A::Error> {
                let mut fields = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, u8>()? {
                    fields.insert(name, value);
                }
                let field = |name| fields.get(name).copied();
                let missing = || A::Error::missing_field("a or b");
                Ok(ByNames {
                    a: field("a").ok_or_else(missing)?,
                    b: field("b").ok_or_else(missing)?,
                })
            }
        }
        from.deserialize_struct("ByNames", &["a", "b"], Fields)
    }
}

#[test]
fn a_type_that_is_no_sequence_is_read_by_names() {
    structs! { Two { a: u8, b: u8 } }
    let two = || Two { a: 1, b: 2 };
    let expected = || ByNames { a: 1, b: 2 };
    assert_eq!(as_other(&two()), Ok(expected()));
    assert_eq!(as_other(&[two(), two()]), Ok([expected(), expected()]));
    assert_eq!(as_other(&(two(), two())), Ok((two(), expected())));
    assert_eq!(
        as_other::<(ByNames, u8)>(&(two(), "a")),
        Err(DecodeError::Mismatch)
    );
}

/// A derived type in whose place an error is made a value; see what is left behind.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Lenient {
    #[serde(deserialize_with = "or_default")]
    a: Vec<u8>,
    b: u8,
}

#[expect(clippy::unnecessary_wraps, reason = "serde asks for it")]
fn or_default<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    Ok(Vec::deserialize(from).unwrap_or_default())
}

#[test]
fn half_a_value_passes_for_no_other() {
    structs! { Texts { a: (u8, String, u8, u8), b: u8 } Last { b: u8, a: (u8, String) } }
    let texts = Texts {
        a: (1, "x".to_owned(), 2, 3),
        b: 4,
    };
    assert_eq!(as_other::<Lenient>(&texts), Err(DecodeError::Mismatch));
    assert_eq!(
        as_other::<Lenient>(&Last::default()),
        Err(DecodeError::Mismatch)
    );
    comes_back(Lenient { a: vec![1], b: 2 });
}

/// Leaves elements, entries or a variant's value unread.
#[derive(Debug, PartialEq)]
struct Idle;

impl<'de> Deserialize<'de> for Idle {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Nothing;
        impl<'de> Visitor<'de> for Nothing {
            type Value = Idle;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Idle, A::Error> {
                Ok(Idle)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Idle, A::Error> {
                map.next_key::<String>().map(|_| Idle)
            }
        }
        from.deserialize_any(Nothing)
    }
}

#[test]
fn what_is_left_unread_is_no_value() {
    let mismatch = Err(DecodeError::Mismatch);
    assert_eq!(as_other::<(Idle, u8)>(&([1, 2], 3)), mismatch);
    assert_eq!(as_other::<(Idle, u8)>(&(old(), 3)), mismatch);
    assert_eq!(as_other::<(Idle, u8)>(&(Then::B(1), 3)), mismatch);
    assert_eq!(
        as_other::<(Idle, u8)>(&(BTreeMap::from([(1, 2)]), 3)),
        mismatch
    );
    assert_eq!(
        read::<Idle>(&stored(&[1])),
        mismatch.map(|_: (Idle, u8)| Idle)
    );
}
