//! The keys of maps: text where Python makes text of a key, JSON elsewhere.

use std::fmt::Display;

use serde::ser::{Serialize, Serializer};

use super::compound::{Fields, List};
use super::map::Map;
use super::pyjson::PyJson;
use super::refusal::Refusal;

/// How the text of a key stands in the map.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Between quotes.
    Text,
    /// As it is. The map is no JSON then, and so it meets none that Python has.
    Bare,
}

/// Writes the text of a key, before escaping.
pub(super) fn write<T: Serialize + ?Sized>(
    out: &mut String,
    depth: usize,
    key: &T,
) -> Result<Shape, Refusal> {
    let mut shape = Shape::Text;
    key.serialize(MapKey {
        json: PyJson::new(out, depth),
        shape: &mut shape,
    })?;
    Ok(shape)
}

struct MapKey<'s> {
    json: PyJson<'s>,
    shape: &'s mut Shape,
}

impl<'s> MapKey<'s> {
    fn bare(self) -> PyJson<'s> {
        *self.shape = Shape::Bare;
        self.json
    }
}

macro_rules! texts {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<(), Refusal> {
            self.json.raw(value)
        }
    )*};
}

impl<'s> Serializer for MapKey<'s> {
    type Ok = ();
    type Error = Refusal;
    type SerializeSeq = List<'s>;
    type SerializeTuple = List<'s>;
    type SerializeTupleStruct = List<'s>;
    type SerializeTupleVariant = List<'s>;
    type SerializeMap = Map<'s>;
    type SerializeStruct = Fields<'s>;
    type SerializeStructVariant = Fields<'s>;

    texts! {
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_bool: bool,
        serialize_char: char,
        serialize_str: &str,
    }

    // As a value prints: without quotes of its own.
    fn serialize_f32(self, value: f32) -> Result<(), Refusal> {
        self.json.serialize_f32(value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refusal> {
        self.json.serialize_f64(value)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Refusal> {
        self.json.raw(value)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Refusal> {
        self.json.raw(variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(mut self, value: &T) -> Result<(), Refusal> {
        self.json = self.json.in_some()?;
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        self.json = self.json.in_newtype(name)?;
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Refusal> {
        self.bare().serialize_none()
    }

    fn serialize_unit(self) -> Result<(), Refusal> {
        self.bare().serialize_unit()
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Refusal> {
        self.bare().serialize_unit_struct(name)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refusal> {
        self.bare().serialize_bytes(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        self.bare()
            .serialize_newtype_variant(name, index, variant, value)
    }

    fn collect_seq<I: IntoIterator<Item: Serialize>>(self, items: I) -> Result<(), Refusal> {
        self.bare().collect_seq(items)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<List<'s>, Refusal> {
        self.bare().serialize_seq(len)
    }

    fn serialize_tuple(self, len: usize) -> Result<List<'s>, Refusal> {
        self.bare().serialize_tuple(len)
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<List<'s>, Refusal> {
        self.bare().serialize_tuple_struct(name, len)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<List<'s>, Refusal> {
        self.bare()
            .serialize_tuple_variant(name, index, variant, len)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Map<'s>, Refusal> {
        self.bare().serialize_map(len)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Fields<'s>, Refusal> {
        self.bare().serialize_struct(name, len)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Fields<'s>, Refusal> {
        self.bare()
            .serialize_struct_variant(name, index, variant, len)
    }
}
