//! The serde serializer that prints JSON the way Python does.

use std::fmt::{Display, Write as _};

use serde::ser::{self, Serialize, Serializer};

use super::compound::{Fields, List};
use super::map::Map;
use super::refusal::{MAX_DEPTH, Refusal};
use super::sink::{Plain, Sink};
use super::{float, number, set, text};

/// Prints `value` into `out`.
pub(super) fn write<T: Serialize + ?Sized>(out: &mut dyn Sink, value: &T) -> Result<(), Refusal> {
    value.serialize(PyJson::new(out, 0))
}

/// The text that would be hashed.
#[cfg(test)]
pub(super) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Refusal> {
    let mut text = String::new();
    write(&mut text, value)?;
    Ok(text)
}

/// Prints one value.
pub(super) struct PyJson<'s> {
    out: &'s mut dyn Sink,
    depth: usize,
    /// `Some`s around this value that have not shown in the text. They show
    /// only around a `null`, which would otherwise look like their `None`.
    somes: usize,
    /// The value said, through [`set::unordered`], that its order means nothing.
    unordered: bool,
}

impl<'s> PyJson<'s> {
    pub(super) fn new(out: &'s mut dyn Sink, depth: usize) -> Self {
        Self {
            out,
            depth,
            somes: 0,
            unordered: false,
        }
    }

    /// The same value, seen through one more `Some`.
    pub(super) fn in_some(mut self) -> Result<Self, Refusal> {
        self.depth = self.deeper()?;
        self.somes += 1;
        Ok(self)
    }

    /// The same value, seen through a newtype, which prints as what it holds.
    pub(super) fn in_newtype(mut self, name: &str) -> Result<Self, Refusal> {
        self.depth = self.deeper()?;
        self.unordered = name == set::UNORDERED;
        Ok(self)
    }

    /// Prints text as it is.
    pub(super) fn raw(self, value: impl Display) -> Result<(), Refusal> {
        Ok(write!(Plain(self.out), "{value}")?)
    }

    /// Prints a value that is `null` but for the `Some`s around it.
    fn null(self) {
        for _ in 0..self.somes {
            self.out.put("some(");
        }
        self.out.put("null");
        for _ in 0..self.somes {
            self.out.put(")");
        }
    }

    /// The depth of what is inside this value.
    fn deeper(&self) -> Result<usize, Refusal> {
        if self.depth < MAX_DEPTH {
            Ok(self.depth + 1)
        } else {
            Err(Refusal::TooDeep)
        }
    }

    /// Opens `{"variant": ` for the variants that carry data.
    fn variant(self, variant: &str) -> Result<Self, Refusal> {
        let depth = self.deeper()?;
        self.out.put("{");
        text::quoted(self.out, variant);
        self.out.put(": ");
        Ok(Self::new(self.out, depth))
    }

    fn list(self, close: &'static str) -> Result<List<'s>, Refusal> {
        let depth = self.deeper()?;
        self.out.put("[");
        Ok(List::new(self.out, depth, close))
    }

    fn fields(self, close: &'static str) -> Result<Fields<'s>, Refusal> {
        let depth = self.deeper()?;
        self.out.put("{");
        Ok(Fields::new(self.out, depth, close))
    }
}

macro_rules! numbers {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<(), Refusal> {
            // Not `Display`, whose way through the formatter takes five times as long.
            self.out.put(itoa::Buffer::new().format(value));
            Ok(())
        }
    )*};
}

impl<'s> Serializer for PyJson<'s> {
    type Ok = ();
    type Error = Refusal;
    type SerializeSeq = List<'s>;
    type SerializeTuple = List<'s>;
    type SerializeTupleStruct = List<'s>;
    type SerializeTupleVariant = List<'s>;
    type SerializeMap = Map<'s>;
    type SerializeStruct = Fields<'s>;
    type SerializeStructVariant = Fields<'s>;

    numbers! {
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
    }

    fn serialize_bool(self, value: bool) -> Result<(), Refusal> {
        self.out.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refusal> {
        float::single(self.out, value);
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refusal> {
        float::double(self.out, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Refusal> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Refusal> {
        text::quoted(self.out, value);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Refusal> {
        Ok(text::quoted_display(self.out, value)?)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refusal> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Refusal> {
        self.null();
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refusal> {
        value.serialize(self.in_some()?)
    }

    fn serialize_unit(self) -> Result<(), Refusal> {
        self.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Refusal> {
        self.null();
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Refusal> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        value.serialize(self.in_newtype(name)?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        let mut fields = self.fields("}")?;
        ser::SerializeStruct::serialize_field(&mut fields, variant, value)?;
        ser::SerializeStruct::end(fields)
    }

    fn collect_seq<I: IntoIterator<Item: Serialize>>(self, items: I) -> Result<(), Refusal> {
        if self.unordered || set::is_set::<I>() {
            let depth = self.deeper()?;
            return set::write(self.out, depth, items);
        }
        let mut list = self.list("]")?;
        for item in items {
            ser::SerializeSeq::serialize_element(&mut list, &item)?;
        }
        ser::SerializeSeq::end(list)
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<List<'s>, Refusal> {
        self.list("]")
    }

    fn serialize_tuple(self, _len: usize) -> Result<List<'s>, Refusal> {
        self.list("]")
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Result<List<'s>, Refusal> {
        self.list("]")
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<List<'s>, Refusal> {
        self.variant(variant)?.list("]}")
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Map<'s>, Refusal> {
        let depth = self.deeper()?;
        Ok(Map::new(self.out, depth))
    }

    fn serialize_struct(self, name: &'static str, _len: usize) -> Result<Fields<'s>, Refusal> {
        if name == number::NUMBER {
            return Ok(Fields::number(self.out, self.depth));
        }
        self.fields("}")
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Fields<'s>, Refusal> {
        self.variant(variant)?.fields("}}")
    }
}

#[cfg(test)]
mod tests;
