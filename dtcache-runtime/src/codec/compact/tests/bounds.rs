//! A few bytes that say much cost no more than the limits allow.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::super::lean::seal_nameless;
use super::super::{header, varint};
use super::{Codec, DecodeError, Encoded, Limits, decode, encode, read, stored};

/// A name that stands in the payload once, and by a byte or two as often as one likes.
#[test]
fn names_are_not_handed_out_without_end() {
    const LONG: usize = 50_000;
    let limits = Limits {
        max_value_size: 1 << 20,
        max_decoded_size: 100 * LONG,
    };
    let mut name = Vec::new();
    varint::write(&mut name, LONG);
    name.resize(name.len() + LONG, b'n');
    let structs = |count: u8| {
        let shape = [&[0xdf, 0x01][..], &name].concat();
        let values = [0xc0, 0x01].repeat(count.into());
        header::seal(&shape, &[&[0xeb, count][..], &values].concat())
    };
    let variants = |count: u8| {
        let variant = [&[0xf3][..], &name].concat();
        let values = [0xb0].repeat(count.into());
        header::seal(&variant, &[&[0xeb, count][..], &values].concat())
    };
    let too_large = DecodeError::TooLarge {
        limit: limits.max_decoded_size,
    };
    assert!(decode::<Vec<BTreeMap<String, u8>>>(&structs(100), &limits).is_ok());
    assert!(decode::<Vec<String>>(&variants(100), &limits).is_ok());
    for entry in [structs(101), variants(101)] {
        assert_eq!(decode::<Value>(&entry, &limits), Err(too_large));
        assert!(decode::<IgnoredAny>(&entry, &limits).is_err());
    }
}

/// The names are compared once, and not handed out.
#[test]
fn what_is_read_by_position_has_as_many_names_as_it_likes() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Item {
        a_name_of_twenty_byt: u8,
    }
    let limits = Limits {
        max_value_size: 1 << 20,
        max_decoded_size: 1000,
    };
    let items: Vec<_> = (0..100)
        .map(|a_name_of_twenty_byt| Item {
            a_name_of_twenty_byt,
        })
        .collect();
    let Ok(Encoded::Entry(entry)) = encode(&items, Codec::Compact, &limits) else {
        panic!("not stored");
    };
    assert_eq!(decode(&entry, &limits), Ok(items));
    let limit = limits.max_decoded_size;
    assert_eq!(
        decode::<Value>(&entry, &limits),
        Err(DecodeError::TooLarge { limit })
    );
}

thread_local! {
    static ANNOUNCED: Cell<usize> = const { Cell::new(0) };
}

/// A list of lists that remembers for how many elements it was told to make room.
#[derive(Debug, PartialEq)]
struct Lists;

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Elements;
        impl<'de> Visitor<'de> for Elements {
            type Value = Lists;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("lists")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Lists, A::Error> {
                let hint = seq.size_hint().unwrap_or_default();
                ANNOUNCED.set(ANNOUNCED.get() + hint);
                while seq.next_element::<Lists>()?.is_some() {}
                Ok(Lists)
            }
        }
        from.deserialize_seq(Elements)
    }
}

#[test]
fn no_more_elements_are_announced_than_there_are_bytes() {
    let announced = |entry: &[u8]| {
        ANNOUNCED.set(0);
        (read::<Lists>(entry), ANNOUNCED.get())
    };
    // Each list says that it has a hundred lists in it.
    let lists = [0xeb, 100].repeat(100);
    let (lists_read, count) = announced(&header::seal(&[], &lists));
    assert!(lists_read.is_err());
    assert!((1..=lists.len()).contains(&count), "{count}");

    // Of what there is all is announced.
    let good: Vec<Vec<Vec<()>>> = vec![vec![vec![]; 20]; 30];
    assert_eq!(announced(&stored(&good)), (Ok(Lists), 30 + 30 * 20));
}

/// Makes an error a value.
#[derive(Debug, PartialEq)]
struct Lenient;

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let _ = u8::deserialize(from);
        Ok(Self)
    }
}

/// Without fields, and so without a value of a field's.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Empty {}

#[test]
fn no_more_elements_are_read_than_there_are_bytes() {
    let mut many = vec![0xeb];
    varint::write(&mut many, 1 << 40);
    many.extend([0xf5; 100]);
    for entry in [header::seal(&[], &many), seal_nameless(&many, "text")] {
        assert!(read::<Vec<Lenient>>(&entry).is_err());
        assert!(read::<Vec<Empty>>(&entry).is_err());
        assert!(read::<Vec<()>>(&entry).is_err());
    }
}
