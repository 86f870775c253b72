//! Types that are written in their own way, or fail to be.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _, SerializeStruct as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::{DecodeError, as_other, comes_back, read, refused, stored, stored_lean};

/// A sequence that says what it likes of its length.
struct By<F>(F);

impl<F: Fn(&mut dyn FnMut(usize)) -> Option<usize>> Serialize for By<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let items = Cell::new(Vec::new());
        let hint = (self.0)(&mut |item| {
            let mut list = items.take();
            list.push(item);
            items.set(list);
        });
        let mut seq = to.serialize_seq(hint)?;
        for item in items.take() {
            seq.serialize_element(&item)?;
        }
        seq.end()
    }
}

#[test]
fn a_length_is_no_more_than_a_hint() {
    for hint in [None, Some(0), Some(2), Some(3), Some(10), Some(300)] {
        let entry = stored(&[By(|add: &mut dyn FnMut(usize)| {
            (0..3).for_each(add);
            hint
        })]);
        assert_eq!(read(&entry), Ok(vec![vec![0, 1, 2]]), "{hint:?}");
        // Places are not counted again where the length turns out to be none.
        let list = By(|add: &mut dyn FnMut(usize)| {
            (0..3).for_each(add);
            hint
        });
        let lean = stored_lean(&(list, "text"));
        let is_right = hint.is_none_or(|hint| hint == 3);
        assert_eq!(lean.is_some(), is_right, "{hint:?}");
        let read = lean.map(|lean| read(&lean));
        let expected = (vec![0, 1, 2], "text".to_owned());
        assert_eq!(read, is_right.then_some(Ok(expected)), "{hint:?}");
    }
}

#[test]
fn bytes_are_read_as_bytes_or_as_a_list() {
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_bytes(&[1, 2, 255])
        }
    }
    assert_eq!(as_other(&Bytes), Ok(vec![1_u8, 2, 255]));
    assert_eq!(as_other(&Bytes), Ok([1_u8, 2, 255]));
    assert_eq!(as_other::<[u8; 2]>(&Bytes), Err(DecodeError::Mismatch));
    let text = std::ffi::CString::new("text").expect("no zero");
    comes_back(text);
}

/// There are more of them than numbers.
#[test]
fn structs_without_a_number_are_maps() {
    struct Many(usize);
    impl Serialize for Many {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut fields = to.serialize_struct("Many", self.0)?;
            for bit in 0..9 {
                if self.0 >> bit & 1 == 1 {
                    let name = &"abcdefghi"[bit..=bit];
                    fields.serialize_field(name, &bit)?;
                }
            }
            fields.end()
        }
    }
    let many: Vec<_> = (0..512).map(Many).collect();
    let maps: Vec<BTreeMap<String, usize>> = read(&stored(&many)).expect("maps");
    for (at, map) in maps.iter().enumerate() {
        assert_eq!(map.values().map(|bit| 1 << bit).sum::<usize>(), at);
    }
}

/// There are more of them than numbers.
#[test]
fn variants_without_a_number_are_as_in_json() {
    struct Variant(u32);
    impl Serialize for Variant {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let name = &*format!("v{}", self.0).leak();
            if self.0.is_multiple_of(2) {
                return to.serialize_unit_variant("Variant", self.0, name);
            }
            to.serialize_newtype_variant("Variant", self.0, name, &self.0)
        }
    }
    let variants: Vec<_> = (0..600).map(Variant).collect();
    let values: Vec<Value> = read(&stored(&variants)).expect("values");
    for (at, value) in values.into_iter().enumerate() {
        let name = format!("v{at}");
        let expected = if at.is_multiple_of(2) {
            json!(name)
        } else {
            json!({name: at})
        };
        assert_eq!(value, expected);
    }
}

#[test]
fn json_as_it_is_is_refused() {
    struct Raw;
    impl Serialize for Raw {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            const NAME: &str = "$serde_json::private::RawValue";
            let mut raw = to.serialize_struct(NAME, 1)?;
            raw.serialize_field(NAME, "[1]")?;
            raw.end()
        }
    }
    assert!(refused(&[Raw]).contains("RawValue"));
}

struct Fails;

impl Serialize for Fails {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("hunter2"))
    }
}

#[test]
fn a_failure_is_quoted_nowhere_and_swallowed_by_nobody() {
    struct Swallows;
    impl Serialize for Swallows {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut seq = to.serialize_seq(Some(1))?;
            let _ = seq.serialize_element(&(1, Fails));
            seq.end()
        }
    }
    struct NoValue;
    impl Serialize for NoValue {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(None)?;
            map.serialize_key("key")?;
            map.end()
        }
    }
    struct Panics;
    impl Serialize for Panics {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("hunter2")
        }
    }
    for reason in [refused(&Fails), refused(&Swallows)] {
        assert_eq!(reason, "its Serialize failed");
    }
    assert_eq!(refused(&Panics), "its Serialize panicked");
    refused(&NoValue);
}

#[test]
fn a_deserialize_that_panics_is_caught() {
    #[derive(Debug, PartialEq)]
    struct Panics;
    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            panic!("hunter2")
        }
    }
    assert_eq!(as_other::<Panics>(&1), Err(DecodeError::Panicked));
}
