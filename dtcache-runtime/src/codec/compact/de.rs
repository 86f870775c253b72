//! Reading a value.

mod access;
mod key;
mod variant;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::reader::{Fields, Reader, Struct};
use super::{Failed, tag};
use access::{Entries, Named, Values};
use variant::{Held, Single};

macro_rules! integers {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            match self.byte()? {
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
            match self.byte()? {
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
        let tag = self.byte()?;
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
        let tag = self.byte()?;
        if !is_struct(tag) {
            return self.tagged(tag, visitor);
        }
        match self.structure(tag, fields)? {
            Struct::InOrder(fields) => self.values(Some(fields), visitor),
            Struct::Named(fields) => self.named(fields, visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let tag = self.byte()?;
        if let Some(name) = self.unit_variant(tag)? {
            return visitor.visit_enum(BorrowedStrDeserializer::new(name));
        }
        match tag {
            tag::VARIANT => self.nested(|inside| {
                let number = inside.byte()?;
                let name = inside.variant(number)?;
                inside.held(Some(name), visitor)
            }),
            // As JSON writes variants, and so may a type of its own accord.
            tag::SHORT_TEXT..tag::MEDIUM_INT | tag::TEXT => {
                let length = self.text_length(tag)?;
                visitor.visit_enum(BorrowedStrDeserializer::new(self.text(length)?))
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
        let tag = self.byte()?;
        if let Some(name) = self.unit_variant(tag)? {
            return visitor.visit_borrowed_str(name);
        }
        match tag {
            tag::SHORT_TEXT..tag::MEDIUM_INT | tag::TEXT | tag::BYTES => self.tagged(tag, visitor),
            _ => Err(self.spoilt()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.skip().map_err(|_| self.spoilt())?;
        visitor.visit_unit()
    }
}

impl<'de> Reader<'de> {
    /// What stands there, behind its tag.
    fn tagged<V: Visitor<'de>>(&mut self, tag: u8, visitor: V) -> Result<V::Value, Failed> {
        match tag {
            ..=tag::LARGEST_SMALL => visitor.visit_u64(tag.into()),
            tag::SHORT_TEXT..tag::MEDIUM_INT | tag::TEXT => {
                let length = self.text_length(tag)?;
                visitor.visit_borrowed_str(self.text(length)?)
            }
            tag::MEDIUM_INT..tag::UNIT_VARIANT => {
                let high = u64::from(tag - tag::MEDIUM_INT);
                let number = high << 8 | u64::from(self.byte()?);
                visitor.visit_u64(number + u64::from(tag::LARGEST_SMALL) + 1)
            }
            tag::INT..tag::STRUCT => visitor.visit_u64(self.integer(tag - tag::INT)?),
            tag::NEGATIVE.. => self.negative(tag, visitor),
            tag::NONE | tag::UNIT => visitor.visit_unit(),
            tag::FALSE => visitor.visit_bool(false),
            tag::TRUE => visitor.visit_bool(true),
            tag::U128 => visitor.visit_u128(u128::from_le_bytes(self.array()?)),
            tag::I128 => visitor.visit_i128(i128::from_le_bytes(self.array()?)),
            tag::F32 => visitor.visit_f32(f32::from_le_bytes(self.array()?)),
            tag::F64 => visitor.visit_f64(f64::from_le_bytes(self.array()?)),
            tag::BYTES => {
                let length = self.length()?;
                visitor.visit_borrowed_bytes(self.bytes(length)?)
            }
            tag::UNIT_VARIANT..tag::INT | tag::LONG_UNIT_VARIANT => {
                let name = self.unit_variant(tag)?.ok_or(Failed)?;
                visitor.visit_borrowed_str(name)
            }
            _ => self.compound(tag, visitor),
        }
    }

    /// The same, for what holds values.
    fn compound<V: Visitor<'de>>(&mut self, tag: u8, visitor: V) -> Result<V::Value, Failed> {
        match tag {
            tag::SHORT_SEQ..tag::SHORT_SHAPE => {
                self.values(Some((tag - tag::SHORT_SEQ).into()), visitor)
            }
            tag::SEQ => {
                let length = self.length()?;
                self.values(Some(length), visitor)
            }
            tag::OPEN_SEQ => self.values(None, visitor),
            tag::MAP => {
                let length = self.length()?;
                self.entries(Some(length), visitor)
            }
            tag::OPEN_MAP => self.entries(None, visitor),
            tag::VARIANT => self.nested(|inside| {
                let number = inside.byte()?;
                let name = inside.variant(number)?;
                let mut single = Single::new(inside, name);
                let value = visitor.visit_map(&mut single)?;
                single.end().map(|()| value)
            }),
            tag::SOME => self.nested(|inside| visitor.visit_some(inside)),
            _ if is_struct(tag) => {
                let fields = self.fields(tag)?;
                self.named(fields, visitor)
            }
            _ => Err(self.spoilt()),
        }
    }

    /// So many values, or those up to the end. All of them are to be read, here and below.
    #[inline]
    fn values<V: Visitor<'de>>(
        &mut self,
        count: Option<usize>,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.nested(|inside| {
            let mut values = Values::new(inside, count);
            let value = visitor.visit_seq(&mut values)?;
            values.end().map(|()| value)
        })
    }

    fn entries<V: Visitor<'de>>(
        &mut self,
        count: Option<usize>,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.nested(|inside| {
            let mut entries = Entries::new(inside, count);
            let value = visitor.visit_map(&mut entries)?;
            entries.end().map(|()| value)
        })
    }

    fn named<V: Visitor<'de>>(
        &mut self,
        fields: Fields<'de>,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.nested(|inside| {
            let mut named = Named::new(inside, fields);
            let value = visitor.visit_map(&mut named)?;
            named.end().map(|()| value)
        })
    }

    fn held<V: Visitor<'de>>(
        &mut self,
        name: Option<&'de str>,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let mut is_read = false;
        let value = visitor.visit_enum(Held::new(self, name, &mut is_read))?;
        is_read.then_some(value).ok_or(Failed)
    }

    /// A sequence, for types that have their bytes read as one.
    #[inline]
    fn sequence<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        let tag = self.byte()?;
        if tag != tag::BYTES {
            return self.compound_or_else(tag, visitor);
        }
        let length = self.length()?;
        let mut bytes = SeqDeserializer::new(self.bytes(length)?.iter().copied());
        let value = visitor.visit_seq(&mut bytes)?;
        bytes.end().map(|()| value)
    }

    fn compound_or_else<V: Visitor<'de>>(
        &mut self,
        tag: u8,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        match tag {
            tag::SHORT_SEQ..tag::SHORT_SHAPE => {
                self.values(Some((tag - tag::SHORT_SEQ).into()), visitor)
            }
            tag => self.tagged(tag, visitor),
        }
    }

    fn negative<V: Visitor<'de>>(&mut self, tag: u8, visitor: V) -> Result<V::Value, Failed> {
        let below = self.integer(tag - tag::NEGATIVE)?;
        match i64::try_from(below) {
            Ok(below) => visitor.visit_i64(!below),
            Err(_) => visitor.visit_i128(!i128::from(below)),
        }
    }

    fn text_length(&mut self, tag: u8) -> Result<usize, Failed> {
        if tag == tag::TEXT {
            return self.length();
        }
        tag.checked_sub(tag::SHORT_TEXT)
            .map(usize::from)
            .ok_or(Failed)
    }

    /// The name of a variant that holds nothing; `None` where the tag is another.
    fn unit_variant(&mut self, tag: u8) -> Result<Option<&'de str>, Failed> {
        let number = match tag {
            tag::UNIT_VARIANT..tag::INT => tag - tag::UNIT_VARIANT,
            tag::LONG_UNIT_VARIANT => self.byte()?,
            _ => return Ok(None),
        };
        self.variant(number).map(Some)
    }
}

fn is_struct(tag: u8) -> bool {
    matches!(
        tag,
        tag::STRUCT..tag::SHORT_SEQ | tag::LONG_STRUCT | tag::LONG_SPARSE
    )
}
