//! One argument, in any form that serde knows.

use std::collections::HashSet;

use serde::ser::{
    Serialize, SerializeMap as _, SerializeStruct as _, SerializeStructVariant as _,
    SerializeTuple as _, SerializeTupleVariant as _, Serializer,
};

/// A value as it shows itself to a serializer.
#[derive(Debug, Clone)]
pub(super) enum Argument {
    None,
    Unit,
    Bool(bool),
    Signed(i128),
    Unsigned(u128),
    Double(f64),
    Single(f32),
    Char(char),
    Text(String),
    Displayed(String),
    Bytes(Vec<u8>),
    Some(Box<Argument>),
    Newtype(Box<Argument>),
    UnitVariant(&'static str),
    Variant(&'static str, Box<Argument>),
    TupleVariant(&'static str, Vec<Argument>),
    StructVariant(&'static str, Fields),
    List(Vec<Argument>),
    Tuple(Vec<Argument>),
    Struct(Fields),
    /// Entries in any order, some with one and the same key.
    Map(Vec<(Argument, Argument)>),
    HashSet(HashSet<i16>),
    Unordered(Vec<Argument>),
}

pub(super) type Fields = Vec<(&'static str, Argument)>;

impl Argument {
    /// The same, what has no order in another one.
    pub(super) fn mirrored(&self) -> Self {
        let all = |items: &[Self]| items.iter().map(Self::mirrored).collect();
        let boxed = |inner: &Self| Box::new(inner.mirrored());
        let fields = |fields: &Fields| {
            let fields = fields.iter();
            fields
                .map(|(name, value)| (*name, value.mirrored()))
                .collect()
        };
        match self {
            Self::Some(inner) => Self::Some(boxed(inner)),
            Self::Newtype(inner) => Self::Newtype(boxed(inner)),
            Self::Variant(name, inner) => Self::Variant(name, boxed(inner)),
            Self::TupleVariant(name, items) => Self::TupleVariant(name, all(items)),
            Self::StructVariant(name, of) => Self::StructVariant(name, fields(of)),
            Self::List(items) => Self::List(all(items)),
            Self::Tuple(items) => Self::Tuple(all(items)),
            Self::Struct(of) => Self::Struct(fields(of)),
            Self::Map(entries) => {
                let entries = entries.iter().rev();
                let mirrored = entries.map(|(key, value)| (key.mirrored(), value.mirrored()));
                Self::Map(mirrored.collect())
            }
            Self::HashSet(set) => Self::HashSet(set.iter().copied().collect()),
            Self::Unordered(items) => {
                Self::Unordered(items.iter().rev().map(Self::mirrored).collect())
            }
            other => other.clone(),
        }
    }
}

impl Serialize for Argument {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => to.serialize_none(),
            Self::Unit => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Signed(value) => signed(*value, to),
            Self::Unsigned(value) => unsigned(*value, to),
            Self::Double(value) => to.serialize_f64(*value),
            Self::Single(value) => to.serialize_f32(*value),
            Self::Char(value) => to.serialize_char(*value),
            Self::Text(value) => to.serialize_str(value),
            Self::Displayed(value) => to.collect_str(value),
            Self::Bytes(value) => to.serialize_bytes(value),
            Self::Some(inner) => to.serialize_some(inner),
            Self::Newtype(inner) => to.serialize_newtype_struct("Newtype", inner),
            Self::UnitVariant(name) => to.serialize_unit_variant("Enum", 0, name),
            Self::Variant(name, inner) => to.serialize_newtype_variant("Enum", 0, name, inner),
            Self::TupleVariant(name, items) => {
                let mut tuple = to.serialize_tuple_variant("Enum", 0, name, items.len())?;
                items
                    .iter()
                    .try_for_each(|item| tuple.serialize_field(item))?;
                tuple.end()
            }
            Self::StructVariant(name, fields) => {
                let mut record = to.serialize_struct_variant("Enum", 0, name, fields.len())?;
                for (name, value) in fields {
                    record.serialize_field(name, value)?;
                }
                record.end()
            }
            Self::List(items) => to.collect_seq(items),
            Self::Tuple(items) => {
                let mut tuple = to.serialize_tuple(items.len())?;
                items
                    .iter()
                    .try_for_each(|item| tuple.serialize_element(item))?;
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
            Self::HashSet(set) => set.serialize(to),
            Self::Unordered(items) => dtcache_runtime::unordered(items, to),
        }
    }
}

/// As the narrowest integer that holds it.
fn signed<S: Serializer>(value: i128, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = i8::try_from(value) {
        return to.serialize_i8(value);
    }
    if let Ok(value) = i16::try_from(value) {
        return to.serialize_i16(value);
    }
    if let Ok(value) = i32::try_from(value) {
        return to.serialize_i32(value);
    }
    match i64::try_from(value) {
        Ok(value) => to.serialize_i64(value),
        Err(_) => to.serialize_i128(value),
    }
}

fn unsigned<S: Serializer>(value: u128, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = u8::try_from(value) {
        return to.serialize_u8(value);
    }
    if let Ok(value) = u16::try_from(value) {
        return to.serialize_u16(value);
    }
    if let Ok(value) = u32::try_from(value) {
        return to.serialize_u32(value);
    }
    match u64::try_from(value) {
        Ok(value) => to.serialize_u64(value),
        Err(_) => to.serialize_u128(value),
    }
}
