//! What stands in a payload, handed to whoever asks.

use serde::de::Visitor;
use serde::de::value::SeqDeserializer;

use super::super::reader::{Fields, Reader};
use super::super::{Failed, tag};
use super::access::{Entries, Named, Values};
use super::is_struct;
use super::variant::{Held, Single};

impl<'de> Reader<'de> {
    /// What stands there, behind its tag.
    pub(super) fn tagged<V: Visitor<'de>>(
        &mut self,
        tag: u8,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        match tag {
            ..=tag::LARGEST_SMALL => visitor.visit_u64(tag.into()),
            tag::SHORT_TEXT..tag::MEDIUM_INT | tag::TEXT | tag::LAST_TEXT => {
                visitor.visit_borrowed_str(self.tagged_text(tag)?)
            }
            tag::MEDIUM_INT..tag::UNIT_VARIANT => visitor.visit_u64(self.medium(tag)?),
            tag::INT..tag::STRUCT => visitor.visit_u64(self.integer(tag - tag::INT)?),
            tag::DECIMAL..tag::NONE => visitor.visit_f64(self.decimal(tag - tag::DECIMAL)?),
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
                let name = self.unit_variant(tag, &[])?.ok_or(Failed)?;
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
                let name = inside.variant(number, &[])?;
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
    pub(super) fn values<V: Visitor<'de>>(
        &mut self,
        count: Option<usize>,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.nested(|inside| {
            // A type may swallow an error at each of them.
            if count.is_some_and(|count| !inside.may_have(count)) {
                return Err(Failed);
            }
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
            if count.is_some_and(|count| !inside.may_have(count)) {
                return Err(Failed);
            }
            let mut entries = Entries::new(inside, count);
            let value = visitor.visit_map(&mut entries)?;
            entries.end().map(|()| value)
        })
    }

    pub(super) fn named<V: Visitor<'de>>(
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

    pub(super) fn held<V: Visitor<'de>>(
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
    pub(super) fn sequence<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        let tag = self.tag()?;
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

    /// The text of this tag.
    pub(super) fn tagged_text(&mut self, tag: u8) -> Result<&'de str, Failed> {
        let length = match tag {
            tag::LAST_TEXT => return self.last_text(),
            tag::TEXT => self.length()?,
            short => short.checked_sub(tag::SHORT_TEXT).ok_or(Failed)?.into(),
        };
        self.text(length)
    }

    /// The name of a variant that holds nothing; `None` where the tag is another.
    pub(super) fn unit_variant(
        &mut self,
        tag: u8,
        asked: &'static [&'static str],
    ) -> Result<Option<&'de str>, Failed> {
        let number = match tag {
            tag::UNIT_VARIANT..tag::INT => tag - tag::UNIT_VARIANT,
            tag::LONG_UNIT_VARIANT => self.byte()?,
            _ => return Ok(None),
        };
        self.variant(number, asked).map(Some)
    }
}
