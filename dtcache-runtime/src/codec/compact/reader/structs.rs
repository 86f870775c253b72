//! Structs as they are read: by the order of their fields, or by the fields' names.

use super::super::shape::{Names, text};
use super::super::{Failed, tag};
use super::{Positions, Reader};

/// What stands in the place of a struct.
pub(in crate::codec::compact) enum Struct<'de> {
    /// So many fields, in the order that was asked for.
    InOrder(usize),
    Named(Fields<'de>),
}

/// The names of a struct's fields, as far as they have not been read.
pub(in crate::codec::compact) struct Fields<'de> {
    names: Names<'de>,
    left: usize,
    is_sparse: bool,
    /// The name was read of a field whose value was not.
    owes: bool,
}

impl<'de> Reader<'de> {
    /// After a struct's tag.
    #[inline]
    pub(in crate::codec::compact) fn fields(&mut self, tag: u8) -> Result<Fields<'de>, Failed> {
        let (number, is_sparse) = self.number(tag)?;
        let shape = self.shapes.shape(number)?;
        Ok(Fields {
            names: shape.names,
            left: shape.fields,
            is_sparse,
            owes: false,
        })
    }

    /// After a struct's tag, where these fields are asked for.
    #[inline]
    pub(in crate::codec::compact) fn structure(
        &mut self,
        tag: u8,
        asked: &'static [&'static str],
    ) -> Result<Struct<'de>, Failed> {
        let (number, is_sparse) = self.number(tag)?;
        let shape = self.shapes.shape(number)?;
        if self.positions != Positions::Refused && !is_sparse && shape.is(asked) {
            self.positions = Positions::Used;
            return Ok(Struct::InOrder(shape.fields));
        }
        Ok(Struct::Named(Fields {
            names: shape.names,
            left: shape.fields,
            is_sparse,
            owes: false,
        }))
    }

    /// Where a struct has no tag, and these fields are asked for.
    pub(in crate::codec::compact) fn meets(
        &mut self,
        asked: &'static [&'static str],
    ) -> Result<Struct<'de>, Failed> {
        let lean = self.lean.as_mut().ok_or(Failed)?;
        lean.fields(asked, self.rest.len());
        // Without any it has one.
        if asked.is_empty() && !self.takes(tag::STRUCT) {
            return Err(self.spoilt());
        }
        Ok(Struct::InOrder(asked.len()))
    }

    fn number(&mut self, tag: u8) -> Result<(u8, bool), Failed> {
        match tag {
            tag::STRUCT..tag::SPARSE => Ok((tag - tag::STRUCT, false)),
            tag::SPARSE..tag::SHORT_SEQ => Ok((tag - tag::SPARSE, true)),
            tag::LONG_STRUCT => Ok((self.byte()?, false)),
            tag::LONG_SPARSE => Ok((self.byte()?, true)),
            _ => Err(Failed),
        }
    }
}

impl<'de> Fields<'de> {
    /// The next field that is there; its value is next.
    #[expect(
        clippy::inline_always,
        reason = "left to itself, it is called for every field"
    )]
    #[inline(always)]
    pub(in crate::codec::compact) fn next(
        &mut self,
        reader: &mut Reader<'de>,
    ) -> Result<Option<&'de str>, Failed> {
        if self.owes {
            return Err(Failed);
        }
        while self.left > 0 {
            self.left -= 1;
            let name = self.names.bytes()?;
            if !(self.is_sparse && reader.takes(tag::ABSENT)) {
                reader.pays(name.len())?;
                self.owes = true;
                return text(name).map(Some);
            }
        }
        Ok(None)
    }

    /// The value has been read.
    #[inline]
    pub(in crate::codec::compact) fn paid(&mut self) {
        self.owes = false;
    }

    pub(in crate::codec::compact) fn at_most(&self) -> usize {
        self.left
    }
}
