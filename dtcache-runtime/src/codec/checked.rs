//! Serializing to JSON, refusing what the JSON could not carry back.
//!
//! `serde_json` prints `null` without a word for NaN, for infinities and for
//! `Some` of anything that is itself `null`; read back, each is another value.

mod compound;
mod position;

use std::cell::Cell;
use std::fmt::{Display, Write as _};

use serde::ser::{Serialize, Serializer};

use super::EncodeError;
use super::bounded::Bounded;
use compound::Compound;
#[cfg(test)]
pub(super) use position::MAX_DEPTH;
use position::Position;

const FAILED: &str = "its Serialize failed";

/// Writes the JSON of `value`.
pub(super) fn to_json<T>(out: &mut Bounded, value: &T) -> Result<(), EncodeError>
where
    T: Serialize + ?Sized,
{
    let refused = Cell::new(None);
    let mut json = serde_json::Serializer::new(&mut *out);
    match at(Position::root(&refused), value).serialize(&mut json) {
        Ok(()) => Ok(()),
        Err(_) if out.overflowed() => Err(EncodeError::TooLarge { limit: out.limit() }),
        // The error's own text may quote the value.
        Err(_) => Err(EncodeError::Unencodable(refused.get().unwrap_or(FAILED))),
    }
}

/// A value and where it stands: what serializers get in place of the value.
struct At<'v, 'c, T: ?Sized> {
    value: &'v T,
    position: Position<'c>,
}

fn at<'v, 'c, T: ?Sized>(position: Position<'c>, value: &'v T) -> At<'v, 'c, T> {
    At { value, position }
}

impl<T: Serialize + ?Sized> Serialize for At<'_, '_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Checked {
            inner: serializer,
            position: self.position,
        })
    }
}

/// Looks at a value, then hands it on.
struct Checked<'c, S> {
    inner: S,
    position: Position<'c>,
}

macro_rules! forward {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )*};
}

impl<'c, S: Serializer> Serializer for Checked<'c, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Compound<'c, S::SerializeSeq>;
    type SerializeTuple = Compound<'c, S::SerializeTuple>;
    type SerializeTupleStruct = Compound<'c, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Compound<'c, S::SerializeTupleVariant>;
    type SerializeMap = Compound<'c, S::SerializeMap>;
    type SerializeStruct = Compound<'c, S::SerializeStruct>;
    type SerializeStructVariant = Compound<'c, S::SerializeStructVariant>;

    forward! {
        serialize_bool: bool,
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
        serialize_char: char,
    }

    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        self.position.finite(value.is_finite())?;
        self.inner.serialize_f32(value)
    }

    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        self.position.finite(value.is_finite())?;
        self.inner.serialize_f64(value)
    }

    fn serialize_str(self, value: &str) -> Result<S::Ok, S::Error> {
        self.position.text(value)?;
        self.inner.serialize_str(value)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        // By way of a string: serde_json panics where a `Display` fails.
        let mut text = String::new();
        if write!(text, "{value}").is_err() {
            return Err(self.position.refuse(FAILED));
        }
        self.inner.serialize_str(&text)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<S::Ok, S::Error> {
        self.position.in_bracket()?;
        self.inner.serialize_bytes(value)
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.position.null()?;
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner
            .serialize_some(&at(self.position.in_some(), value))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.position.null()?;
        self.inner.serialize_unit()
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<S::Ok, S::Error> {
        self.position.null()?;
        self.inner.serialize_unit_struct(name)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner
            .serialize_newtype_struct(name, &at(self.position, value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let inside = self.position.in_bracket()?;
        self.inner
            .serialize_newtype_variant(name, index, variant, &at(inside, value))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        let inside = self.position.in_bracket()?;
        Ok(Compound::new(self.inner.serialize_seq(len)?, inside))
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        let inside = self.position.in_bracket()?;
        Ok(Compound::new(self.inner.serialize_tuple(len)?, inside))
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        let inside = self.position.in_bracket()?;
        let inner = self.inner.serialize_tuple_struct(name, len)?;
        Ok(Compound::new(inner, inside))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let inside = self.position.in_bracket()?.in_bracket()?;
        let inner = self
            .inner
            .serialize_tuple_variant(name, index, variant, len)?;
        Ok(Compound::new(inner, inside))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let inside = self.position.in_bracket()?;
        Ok(Compound::new(self.inner.serialize_map(len)?, inside))
    }

    fn serialize_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        let inside = self.position.in_struct(name)?;
        Ok(Compound::new(
            self.inner.serialize_struct(name, len)?,
            inside,
        ))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let inside = self.position.in_bracket()?.in_bracket()?;
        let inner = self
            .inner
            .serialize_struct_variant(name, index, variant, len)?;
        Ok(Compound::new(inner, inside))
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}
