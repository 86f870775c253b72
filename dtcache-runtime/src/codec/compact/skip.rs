//! Passing over values, whatever they are.

use super::reader::Reader;
use super::{Failed, tag};

/// Whether a payload is one value, of whatever type.
pub(super) fn is_whole(payload: &[u8], limit: usize) -> bool {
    let whole = |mut reader: Reader<'_>| reader.skip().is_ok() && reader.rest().is_empty();
    Reader::new(payload, limit).is_ok_and(whole)
}

impl Reader<'_> {
    /// Passes over one value.
    pub(super) fn skip(&mut self) -> Result<(), Failed> {
        let tag = self.tag()?;
        match tag {
            ..=tag::LARGEST_SMALL | tag::NONE | tag::UNIT | tag::FALSE | tag::TRUE => Ok(()),
            tag::SHORT_TEXT..tag::MEDIUM_INT => self.text((tag - tag::SHORT_TEXT).into()).map(drop),
            tag::MEDIUM_INT..tag::UNIT_VARIANT => self.byte().map(drop),
            tag::UNIT_VARIANT..tag::INT => self.variant(tag - tag::UNIT_VARIANT, &[]).map(drop),
            tag::LONG_UNIT_VARIANT => {
                let number = self.byte()?;
                self.variant(number, &[]).map(drop)
            }
            tag::INT..tag::STRUCT => self.integer(tag - tag::INT).map(drop),
            tag::NEGATIVE.. => self.integer(tag - tag::NEGATIVE).map(drop),
            tag::U128 | tag::I128 => self.bytes(16).map(drop),
            tag::F32 => self.bytes(4).map(drop),
            tag::F64 => self.bytes(8).map(drop),
            tag::TEXT => {
                let length = self.length()?;
                self.text(length).map(drop)
            }
            tag::LAST_TEXT => self.last_text().map(drop),
            tag::DECIMAL..tag::NONE => self.decimal(tag - tag::DECIMAL).map(drop),
            tag::BYTES => {
                let length = self.length()?;
                self.bytes(length).map(drop)
            }
            _ => self.nested(|inside| inside.skip_inside(tag)),
        }
    }

    /// Passes over the values that this tag announces.
    fn skip_inside(&mut self, tag: u8) -> Result<(), Failed> {
        match tag {
            tag::STRUCT..tag::SHORT_SEQ | tag::LONG_STRUCT | tag::LONG_SPARSE => {
                let mut fields = self.fields(tag)?;
                while fields.next(self)?.is_some() {
                    self.skip()?;
                    fields.paid();
                }
                Ok(())
            }
            tag::SHORT_SEQ..tag::SHORT_SHAPE => self.skip_all((tag - tag::SHORT_SEQ).into()),
            tag::SEQ => {
                let length = self.length()?;
                self.skip_all(length)
            }
            tag::MAP => {
                let length = self.length()?;
                self.skip_all(length)?;
                self.skip_all(length)
            }
            tag::OPEN_SEQ => {
                while !self.takes(tag::END) {
                    self.skip()?;
                }
                Ok(())
            }
            tag::OPEN_MAP => {
                while !self.takes(tag::END) {
                    self.skip()?;
                    self.skip()?;
                }
                Ok(())
            }
            tag::VARIANT => {
                let number = self.byte()?;
                self.variant(number, &[])?;
                self.skip()
            }
            tag::SOME => self.skip(),
            _ => Err(Failed),
        }
    }

    fn skip_all(&mut self, values: usize) -> Result<(), Failed> {
        (0..values).try_for_each(|_| self.skip())
    }
}
