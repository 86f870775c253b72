//! Who reads them: a type that is the same in all that matters, and no other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::super::super::header::MAGIC;
use super::super::{
    Codec, DecodeError, Encoded, LIMITS, comes_back, encode_verified, read, stored_lean,
    stored_verified,
};
use super::{
    Empty, Inside, Longer, Maybe, Renamed, Reordered, Shorter, User, X, XY, Y, YX, comes_back_lean,
    john, lean, users,
};

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

types! {
    Diff { x_minus_y: f64, y_minus_x: f64 }
    Reversed { y_minus_x: f64, x_minus_y: f64 }
    Until { a_until_b: u8, b_until_a: u8, n: u8 }
    Backwards { b_until_a: u8, a_until_b: u8, n: u8 }
    Offset { x_scaled_offset_y: u8 }
    Elsewhere { y_scaled_offset_x: u8 }
    Four { bbbb: u8 }
    Five { cbbbb: u8 }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Sign {
    #[serde(rename = "x_minus_y")]
    Plus(u8),
    #[serde(rename = "y_minus_x")]
    Minus(u8),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Turned {
    #[serde(rename = "y_minus_x")]
    Minus(u8),
    #[serde(rename = "x_minus_y")]
    Plus(u8),
}

#[test]
fn names_that_are_nearly_the_same_are_others() {
    let (x_minus_y, y_minus_x) = (1.5, -1.5);
    no_other::<Reversed>(&Diff {
        x_minus_y,
        y_minus_x,
    });
    let (a_until_b, b_until_a, n) = (1, 2, 3);
    no_other::<Backwards>(&Until {
        a_until_b,
        b_until_a,
        n,
    });
    no_other::<Elsewhere>(&Offset {
        x_scaled_offset_y: 1,
    });
    no_other::<Five>(&Four { bbbb: 1 });
    no_other::<Turned>(&Sign::Plus(1));
    no_other::<Turned>(&Sign::Minus(1));
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
    fn named<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
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

#[test]
fn a_variant_whose_number_takes_more_than_a_byte_has_its_name_once() {
    struct Far(u32);

    impl Serialize for Far {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit_variant("Far", self.0, "Away")
        }
    }

    assert!(stored_lean(&Far(255)).is_some());
    assert_eq!(stored_lean(&Far(256)), None);
}
