//! The key of a map, which is text in JSON, whatever it was made of.

use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::super::reader::Reader;
use super::super::{Failed, tag};

/// Reads a key: as what is asked for, and as text where any kind will do.
///
/// So a field's name is looked for by name, and a number is nobody's first field.
pub(super) struct Key<'r, 'de>(pub(super) &'r mut Reader<'de>);

macro_rules! as_asked {
    ($($method:ident($($of:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($of: $type,)* visitor: V) -> Result<V::Value, Failed> {
            self.0.$method($($of,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0.peek()? {
            tag::TRUE | tag::FALSE => {
                let text = if self.0.takes(tag::TRUE) {
                    "true"
                } else {
                    self.0.byte()?;
                    "false"
                };
                visitor.visit_borrowed_str(text)
            }
            ..=tag::LARGEST_SMALL
            | tag::MEDIUM_INT..tag::UNIT_VARIANT
            | tag::INT..tag::STRUCT
            | tag::NEGATIVE..
            | tag::U128
            | tag::I128 => visitor.visit_string(self.0.deserialize_any(Digits)?),
            _ => self.0.deserialize_any(visitor),
        }
    }

    as_asked! {
        deserialize_bool()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_bytes() deserialize_byte_buf()
        deserialize_unit() deserialize_unit_struct(name: &'static str) deserialize_seq()
        deserialize_tuple(len: usize) deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_option() deserialize_ignored_any()
    }

    forward_to_deserialize_any! {
        char str string identifier
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }
}

/// Makes an integer into the text that it is in JSON.
struct Digits;

impl Visitor<'_> for Digits {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_u64<E>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u128<E>(self, number: u128) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i128<E>(self, number: i128) -> Result<String, E> {
        Ok(number.to_string())
    }
}
