//! Integers and decimals, as they are read.

use super::reader::Reader;
use super::{Failed, decimal, tag};

impl Reader<'_> {
    /// An integer in so many bytes and one.
    #[inline]
    pub(super) fn integer(&mut self, bytes: u8) -> Result<u64, Failed> {
        let bytes = self.bytes(usize::from(bytes) + 1)?;
        let mut number = [0; 8];
        let place = number.get_mut(..bytes.len()).ok_or(Failed)?;
        place.copy_from_slice(bytes);
        Ok(u64::from_le_bytes(number))
    }

    /// After its tag, an integer that is in part in it.
    #[inline]
    pub(super) fn medium(&mut self, tag: u8) -> Result<u64, Failed> {
        let high = u64::from(tag.checked_sub(tag::MEDIUM_INT).ok_or(Failed)?);
        let number = high << 8 | u64::from(self.byte()?);
        Ok(number + u64::from(tag::LARGEST_SMALL) + 1)
    }

    /// A float of so many places, from its digits.
    #[inline]
    pub(super) fn decimal(&mut self, places: u8) -> Result<f64, Failed> {
        let tag = self.byte()?;
        let digits = match tag {
            ..=tag::LARGEST_SMALL => tag.into(),
            tag::MEDIUM_INT..tag::UNIT_VARIANT => self.medium(tag)?,
            tag::INT..tag::STRUCT => self.integer(tag - tag::INT)?,
            tag::NEGATIVE.. => !self.integer(tag - tag::NEGATIVE)?,
            _ => return Err(Failed),
        };
        decimal::value(digits.cast_signed(), places).ok_or(Failed)
    }
}
