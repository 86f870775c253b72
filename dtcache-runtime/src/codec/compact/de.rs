//! Reading a value.

mod access;
mod found;
mod key;
mod variant;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::reader::{Reader, Struct};
use super::{Failed, tag};

macro_rules! integers {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            match self.tag()? {
                small @ ..=tag::LARGEST_SMALL => visitor.visit_u64(small.into()),
                tag => self.tagged(tag, visitor),
            }
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            match self.tag()? {
                short @ tag::SHORT_TEXT..tag::MEDIUM_INT => {
                    visitor.visit_borrowed_str(self.text((short - tag::SHORT_TEXT).into())?)
                }
                tag => self.tagged(tag, visitor),
            }
        }
    )*};
}

macro_rules! sequences {
    ($($method:ident($($of:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($of: $type,)* visitor: V) -> Result<V::Value, Failed> {
            $(let _ = $of;)*
            self.sequence(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let tag = self.tag()?;
        self.tagged(tag, visitor)
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    texts! {
        deserialize_str deserialize_string
    }

    sequences! {
        deserialize_seq()
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
    }

    forward_to_deserialize_any! {
        bool f32 f64 char bytes byte_buf unit unit_struct map
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.peek()? {
            tag::NONE | tag::UNIT => {
                self.byte()?;
                visitor.visit_none()
            }
            tag::SOME => {
                self.byte()?;
                self.nested(|inside| visitor.visit_some(inside))
            }
            // A level although there is no tag: a type may be an option of itself without end.
            _ => self.nested(|inside| visitor.visit_some(inside)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let found = if self.is_lean() {
            self.meets(fields)?
        } else {
            let tag = self.byte()?;
            if !is_struct(tag) {
                return self.tagged(tag, visitor);
            }
            self.structure(tag, fields)?
        };
        match found {
            Struct::InOrder(fields) => self.values(Some(fields), visitor),
            Struct::Named(fields) => self.named(fields, visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let tag = self.tag()?;
        if let Some(name) = self.unit_variant(tag, variants)? {
            return visitor.visit_enum(BorrowedStrDeserializer::new(name));
        }
        match tag {
            tag::VARIANT => self.nested(|inside| {
                let number = inside.byte()?;
                let name = inside.variant(number, variants)?;
                inside.held(Some(name), visitor)
            }),
            // As JSON writes variants, and so may a type of its own accord.
            tag::SHORT_TEXT..tag::MEDIUM_INT | tag::TEXT | tag::LAST_TEXT => {
                let name = self.tagged_text(tag)?;
                visitor.visit_enum(BorrowedStrDeserializer::new(name))
            }
            tag::MAP => self.nested(|inside| match inside.length()? {
                1 => inside.held(None, visitor),
                _ => Err(Failed),
            }),
            tag::OPEN_MAP => self.nested(|inside| {
                let value = inside.held(None, visitor)?;
                inside.takes(tag::END).then_some(value).ok_or(Failed)
            }),
            _ if is_struct(tag) => self.nested(|inside| {
                let mut fields = inside.fields(tag)?;
                let name = fields.next(inside)?.ok_or(Failed)?;
                let value = inside.held(Some(name), visitor)?;
                fields.paid();
                let is_all = fields.next(inside)?.is_none();
                is_all.then_some(value).ok_or(Failed)
            }),
            _ => Err(self.spoilt()),
        }
    }

    /// A name, and never a number: to a derived type, that would be the place of a field.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let tag = self.tag()?;
        if let Some(name) = self.unit_variant(tag, &[])? {
            return visitor.visit_borrowed_str(name);
        }
        match tag {
            tag::SHORT_TEXT..tag::MEDIUM_INT | tag::TEXT | tag::LAST_TEXT | tag::BYTES => {
                self.tagged(tag, visitor)
            }
            _ => Err(self.spoilt()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.skip().map_err(|_| self.spoilt())?;
        visitor.visit_unit()
    }
}

fn is_struct(tag: u8) -> bool {
    matches!(
        tag,
        tag::STRUCT..tag::SHORT_SEQ | tag::LONG_STRUCT | tag::LONG_SPARSE
    )
}
