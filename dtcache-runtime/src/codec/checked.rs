//! Serializing to JSON, refusing what the JSON could not carry back.
//!
//! `serde_json` prints `null` without a word for NaN, for infinities and for
//! `Some` of anything that is itself `null`; read back, each is another value.

mod compound;

use std::cell::Cell;
use std::fmt::{Display, Write as _};

use serde::ser::{self, Serialize, Serializer};

use super::EncodeError;
use super::bounded::Bounded;
use compound::Compound;

/// Levels of brackets that `serde_json` reads back.
pub(super) const MAX_DEPTH: usize = 127;

/// How `serde_json` names the structs that stand for text printed as it is.
const VERBATIM: &str = "$serde_json::private::";

const NOT_FINITE: &str = "it holds a NaN or an infinity, which JSON does not have";
const NULL_IN_SOME: &str = "it holds a Some of null, which would read back as None";
const TOO_DEEP: &str = "it is nested too deep to be read back";
const FAILED: &str = "its Serialize failed";

/// Writes the JSON of `value`.
pub(super) fn to_json<T>(out: &mut Bounded, value: &T) -> Result<(), EncodeError>
where
    T: Serialize + ?Sized,
{
    let refused = Cell::new(None);
    let root = Position {
        refused: &refused,
        depth: 0,
        in_some: false,
        verbatim_in_some: false,
    };
    let mut json = serde_json::Serializer::new(&mut *out);
    match root.with(value).serialize(&mut json) {
        Ok(()) => Ok(()),
        Err(_) if out.overflowed() => Err(EncodeError::TooLarge { limit: out.limit() }),
        // The error's own text may quote the value.
        Err(_) => Err(EncodeError::Unencodable(refused.get().unwrap_or(FAILED))),
    }
}

/// Where in the result a value stands.
#[derive(Clone, Copy)]
struct Position<'c> {
    refused: &'c Cell<Option<&'static str>>,
    /// Brackets around the value.
    depth: usize,
    /// Whether it is all that a `Some` holds.
    in_some: bool,
    /// Whether it is the text of a `RawValue`, and that all that a `Some` holds.
    verbatim_in_some: bool,
}

impl<'c> Position<'c> {
    fn with<'v, T: ?Sized>(self, value: &'v T) -> At<'v, 'c, T> {
        At {
            value,
            position: self,
        }
    }

    fn in_some(self) -> Self {
        Self {
            in_some: true,
            ..self
        }
    }

    /// Inside one more bracket.
    fn in_bracket<E: ser::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse(TOO_DEEP));
        }
        Ok(Self {
            depth: self.depth + 1,
            in_some: false,
            ..self
        })
    }

    /// Inside a struct of this name.
    fn in_struct<E: ser::Error>(self, name: &str) -> Result<Self, E> {
        if name.starts_with(VERBATIM) {
            return Ok(Self {
                in_some: false,
                verbatim_in_some: self.in_some,
                ..self
            });
        }
        self.in_bracket()
    }

    /// Called where `null` is about to be printed.
    fn null<E: ser::Error>(self) -> Result<(), E> {
        // A result that is `null` as a whole is not stored, whatever it means.
        if self.depth > 0 && (self.in_some || self.verbatim_in_some) {
            return Err(self.refuse(NULL_IN_SOME));
        }
        Ok(())
    }

    fn finite<E: ser::Error>(self, finite: bool) -> Result<(), E> {
        if finite {
            Ok(())
        } else {
            Err(self.refuse(NOT_FINITE))
        }
    }

    fn refuse<E: ser::Error>(self, reason: &'static str) -> E {
        self.refused.set(Some(reason));
        E::custom(reason)
    }
}

/// A value and where it stands: what serializers get in place of the value.
struct At<'v, 'c, T: ?Sized> {
    value: &'v T,
    position: Position<'c>,
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
        if self.position.verbatim_in_some && value.trim_ascii() == "null" {
            self.position.null()?;
        }
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
            .serialize_some(&self.position.in_some().with(value))
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
            .serialize_newtype_struct(name, &self.position.with(value))
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
            .serialize_newtype_variant(name, index, variant, &inside.with(value))
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
