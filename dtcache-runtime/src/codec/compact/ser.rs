//! Writing a value.

mod elements;
mod fields;

use std::fmt::{Display, Write as _};

use serde::ser::{Serialize, Serializer};

use super::lean::Aside;
use super::writer::Writer;
use super::{Failed, decimal, tag};
use elements::Elements;
use fields::Fields;

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = Elements<'w>;
    type SerializeTuple = Elements<'w>;
    type SerializeTupleStruct = Elements<'w>;
    type SerializeTupleVariant = Elements<'w>;
    type SerializeMap = Elements<'w>;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Fields<'w>;

    fn serialize_bool(self, value: bool) -> Result<(), Failed> {
        self.byte(if value { tag::TRUE } else { tag::FALSE })
    }

    fn serialize_i8(self, value: i8) -> Result<(), Failed> {
        self.signed(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Failed> {
        self.signed(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Failed> {
        self.signed(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Failed> {
        self.signed(value)
    }

    fn serialize_i128(self, value: i128) -> Result<(), Failed> {
        match (u128::try_from(value), i64::try_from(value)) {
            (Ok(value), _) => self.serialize_u128(value),
            (_, Ok(value)) => self.signed(value),
            _ => self.tagged(tag::I128, &value.to_le_bytes()),
        }
    }

    fn serialize_u8(self, value: u8) -> Result<(), Failed> {
        self.unsigned(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Failed> {
        self.unsigned(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Failed> {
        self.unsigned(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Failed> {
        self.unsigned(value)
    }

    fn serialize_u128(self, value: u128) -> Result<(), Failed> {
        match u64::try_from(value) {
            Ok(value) => self.unsigned(value),
            Err(_) => self.tagged(tag::U128, &value.to_le_bytes()),
        }
    }

    fn serialize_f32(self, value: f32) -> Result<(), Failed> {
        self.tagged(tag::F32, &value.to_le_bytes())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Failed> {
        if self.aside.is_some()
            && let Some((digits, places)) = decimal::of(value)
        {
            self.byte(tag::DECIMAL + places)?;
            return self.signed(digits);
        }
        self.tagged(tag::F64, &value.to_le_bytes())
    }

    fn serialize_char(self, value: char) -> Result<(), Failed> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Failed> {
        self.text(value)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Failed> {
        // The default would panic where a `Display` fails.
        let mut text = String::new();
        write!(text, "{value}").map_err(|_| Failed)?;
        self.text(&text)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Failed> {
        self.length(tag::BYTES, value.len())?;
        self.slice(value)
    }

    fn serialize_none(self) -> Result<(), Failed> {
        self.byte(tag::NONE)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failed> {
        let at = self.bytes.len();
        let place = self.aside.as_ref().map(Aside::place);
        self.enter()?;
        self.nested(value)?;
        self.leave(1);
        // Only what is nothing must be told from `None`.
        if self.bytes.get(at..).is_some_and(super::is_null) {
            self.byte(tag::SOME)?;
            self.bytes.get_mut(at..).unwrap_or_default().rotate_right(1);
            if let (Some(aside), Some(place)) = (&mut self.aside, place) {
                aside.moved(at, place);
            }
        }
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Failed> {
        self.byte(tag::UNIT)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Failed> {
        self.byte(tag::UNIT)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<(), Failed> {
        match self.variant(index, variant) {
            Some(number @ ..tag::NUMBERED) => self.byte(tag::UNIT_VARIANT + number)?,
            Some(number) => self.tagged(tag::LONG_UNIT_VARIANT, &[number])?,
            None => return self.text(variant),
        }
        self.numbered(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        self.enter()?;
        self.holding(index, variant)?;
        self.nested(value)?;
        self.leave(1);
        Ok(())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Elements<'w>, Failed> {
        Elements::seq(self, len, 1)
    }

    fn serialize_tuple(self, len: usize) -> Result<Elements<'w>, Failed> {
        Elements::seq(self, Some(len), 1)
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Elements<'w>, Failed> {
        Elements::seq(self, Some(len), 1)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Elements<'w>, Failed> {
        self.enter()?;
        self.holding(index, variant)?;
        Elements::seq(self, Some(len), 2)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Elements<'w>, Failed> {
        Elements::map(self, len)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'w>, Failed> {
        Fields::new(self, name, 1)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'w>, Failed> {
        self.enter()?;
        self.holding(index, variant)?;
        Fields::new(self, variant, 2)
    }
}

impl Writer {
    /// What stands before the value that a variant holds.
    fn holding(&mut self, index: u32, name: &'static str) -> Result<(), Failed> {
        if let Some(number) = self.variant(index, name) {
            self.tagged(tag::VARIANT, &[number])?;
            self.numbered(name);
            return Ok(());
        }
        self.length(tag::MAP, 1)?;
        self.text(name)
    }
}
