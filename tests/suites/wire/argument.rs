//! Generated arguments of every kind that serde can show and Python has too.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};
use support::oracle::Described;

use super::wire;

/// One value, in a Rust shape.
#[derive(Debug, Clone)]
pub(crate) enum Argument {
    Null,
    Bool(bool),
    Integer(Integer),
    Double(f64),
    Single(f32),
    Text(String),
    Char(char),
    Some(Box<Argument>),
    Newtype(Box<Argument>),
    Unit(&'static str),
    Variant(&'static str, Box<Argument>),
    List(Vec<Argument>),
    Tuple(Vec<Argument>),
    Struct(Vec<(&'static str, Argument)>),
    /// Entries as they come out of a hash map, in any order.
    Map(Vec<(Argument, Argument)>),
}

/// An integer of every width.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Integer {
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    I128(i128),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    U128(u128),
}

macro_rules! each_width {
    ($integer:expr, $value:ident => $body:expr) => {
        match $integer {
            Integer::I8($value) => $body,
            Integer::I16($value) => $body,
            Integer::I32($value) => $body,
            Integer::I64($value) => $body,
            Integer::I128($value) => $body,
            Integer::U8($value) => $body,
            Integer::U16($value) => $body,
            Integer::U32($value) => $body,
            Integer::U64($value) => $body,
            Integer::U128($value) => $body,
        }
    };
}

impl Argument {
    /// What a Python caller passes for it.
    pub(crate) fn described(&self) -> Described {
        match self {
            Self::Null => Described::Null,
            Self::Bool(value) => Described::Bool(*value),
            Self::Integer(integer) => each_width!(integer, value => Described::int(value)),
            Self::Double(value) => Described::float(*value),
            Self::Single(value) => Described::single(*value),
            Self::Text(value) => Described::text(value),
            Self::Char(value) => Described::text(*value),
            Self::Some(inner) | Self::Newtype(inner) => inner.described(),
            Self::Unit(name) => Described::text(*name),
            Self::Variant(name, inner) => Described::dict([(*name, inner.described())]),
            Self::List(items) | Self::Tuple(items) => {
                Described::list(items.iter().map(Self::described))
            }
            Self::Struct(fields) => Described::dict(
                fields
                    .iter()
                    .map(|(name, value)| (*name, value.described())),
            ),
            Self::Map(entries) => {
                let pair = |(key, value): &(Self, Self)| (key.described(), value.described());
                Described::Sorted(entries.iter().map(pair).collect())
            }
        }
    }

    fn is_null(&self) -> bool {
        self.described() == Described::Null
    }
}

impl Serialize for Argument {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_none(),
            Self::Bool(value) => value.serialize(to),
            Self::Integer(integer) => each_width!(integer, value => value.serialize(to)),
            Self::Double(value) => value.serialize(to),
            Self::Single(value) => value.serialize(to),
            Self::Text(value) => value.serialize(to),
            Self::Char(value) => value.serialize(to),
            Self::Some(inner) => to.serialize_some(inner),
            Self::Newtype(inner) => to.serialize_newtype_struct("Newtype", inner),
            Self::Unit(name) => to.serialize_unit_variant("Enum", 0, name),
            Self::Variant(name, inner) => to.serialize_newtype_variant("Enum", 0, name, inner),
            Self::List(items) => {
                let mut list = to.serialize_seq(None)?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Tuple(items) => {
                let mut tuple = to.serialize_tuple(items.len())?;
                for item in items {
                    tuple.serialize_element(item)?;
                }
                tuple.end()
            }
            Self::Struct(fields) => {
                let mut record = to.serialize_struct("Struct", fields.len())?;
                for (name, value) in fields {
                    record.serialize_field(name, value)?;
                }
                record.end()
            }
            Self::Map(entries) => {
                let mut map = to.serialize_map(None)?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// Any argument, nested up to four deep.
pub(crate) fn argument() -> impl Strategy<Value = Argument> {
    scalar().prop_recursive(4, 24, 6, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let field = (name(), inner.clone());
        prop_oneof![
            // Python has no `Some` around a null.
            boxed
                .clone()
                .prop_filter("null in Some", |inner| !inner.is_null())
                .prop_map(Argument::Some),
            boxed.clone().prop_map(Argument::Newtype),
            (name(), boxed).prop_map(|(name, inner)| Argument::Variant(name, inner)),
            vec(inner.clone(), 0..6).prop_map(Argument::List),
            vec(inner.clone(), 1..4).prop_map(Argument::Tuple),
            vec(field, 0..4).prop_map(|fields| Argument::Struct(distinct(fields, |name| *name))),
            map(inner),
        ]
    })
}

/// A name of a field or a variant.
pub(crate) fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["z", "a", "user_id", "Zürich", "😀", "quote\"", ""])
}

fn scalar() -> impl Strategy<Value = Argument> {
    prop_oneof![
        1 => Just(Argument::Null),
        1 => any::<bool>().prop_map(Argument::Bool),
        5 => integer().prop_map(Argument::Integer),
        5 => wire::double().prop_map(Argument::Double),
        2 => wire::single().prop_map(Argument::Single),
        5 => wire::text().prop_map(Argument::Text),
        1 => wire::character().prop_map(Argument::Char),
        1 => name().prop_map(Argument::Unit),
    ]
}

fn integer() -> impl Strategy<Value = Integer> {
    prop_oneof![
        any::<i8>().prop_map(Integer::I8),
        any::<i16>().prop_map(Integer::I16),
        any::<i32>().prop_map(Integer::I32),
        any::<i64>().prop_map(Integer::I64),
        any::<i128>().prop_map(Integer::I128),
        any::<u8>().prop_map(Integer::U8),
        any::<u16>().prop_map(Integer::U16),
        any::<u32>().prop_map(Integer::U32),
        any::<u64>().prop_map(Integer::U64),
        any::<u128>().prop_map(Integer::U128),
        prop::sample::select(vec![
            Integer::I64(i64::MIN),
            Integer::I128(i128::MIN),
            Integer::U64(u64::MAX),
            Integer::U128(u128::MAX),
        ]),
    ]
}

/// A map with keys of one of the kinds that Python makes text of.
fn map(
    value: impl Strategy<Value = Argument> + Clone + 'static,
) -> impl Strategy<Value = Argument> {
    // To Python 0.0 and -0.0 are one key.
    let number = wire::double().prop_map(|key| if key == 0.0 { 0.0 } else { key });
    prop_oneof![
        4 => entries(wire::text().prop_map(Argument::Text), value.clone()),
        1 => entries(wire::character().prop_map(Argument::Char), value.clone()),
        2 => entries(integer().prop_map(Argument::Integer), value.clone()),
        1 => entries(any::<bool>().prop_map(Argument::Bool), value.clone()),
        2 => entries(number.prop_map(Argument::Double), value.clone()),
        1 => entries(name().prop_map(Argument::Unit), value),
    ]
}

fn entries(
    key: impl Strategy<Value = Argument>,
    value: impl Strategy<Value = Argument>,
) -> impl Strategy<Value = Argument> {
    vec((key, value), 0..6).prop_map(|entries| {
        Argument::Map(distinct(entries, |key| format!("{:?}", key.described())))
    })
}

/// Drops what has a name that came before.
pub(crate) fn distinct<N, V, K: PartialEq>(
    pairs: Vec<(N, V)>,
    key: impl Fn(&N) -> K,
) -> Vec<(N, V)> {
    let mut kept: Vec<(N, V)> = Vec::new();
    for (name, value) in pairs {
        if kept.iter().all(|(other, _)| key(other) != key(&name)) {
            kept.push((name, value));
        }
    }
    kept
}
