//! The bytes of a payload in the making, within their limits.

use serde::Serialize;

use super::lean::{Aside, Names};
use super::table::Table;
use super::{Failed, MAX_DEPTH, tag, varint};
use crate::codec::EncodeError;

const FAILED: &str = "its Serialize failed";
const TOO_DEEP: &str = "it is nested too deep to be read back";

/// What most results fit in.
const CAPACITY: usize = 128;

/// Writes one value; what names it uses is gathered beside it.
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
    pub(super) table: Table,
    /// Of a lean entry, what does not stand in `bytes`.
    pub(super) aside: Option<Aside>,
    limit: usize,
    depth: usize,
    /// Why it is not going to be stored. It stays, should a type swallow the error.
    refused: Option<EncodeError>,
}

impl Writer {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(CAPACITY),
            table: Table::default(),
            aside: None,
            limit,
            depth: 0,
            refused: None,
        }
    }

    /// A writer of what becomes a lean entry.
    pub(super) fn lean(limit: usize) -> Self {
        let aside = Some(Aside::default());
        Self {
            aside,
            ..Self::new(limit)
        }
    }

    /// The value and behind it the names that it refers to, and where they begin.
    pub(super) fn finish(
        mut self,
        written: Result<(), Failed>,
    ) -> Result<(Vec<u8>, usize), EncodeError> {
        if written.is_err() || self.refused.is_some() {
            return Err(self.refused.unwrap_or(EncodeError::Unencodable(FAILED)));
        }
        let names = self.bytes.len();
        self.table.write(&mut self.bytes);
        if self.bytes.len() > self.limit {
            return Err(EncodeError::TooLarge { limit: self.limit });
        }
        Ok((self.bytes, names))
    }

    /// The tags, and what is to stand elsewhere; `None` where the named form is to say what it is.
    pub(super) fn finish_lean(self, written: Result<(), Failed>) -> Option<(Vec<u8>, Aside)> {
        let is_whole = written.is_ok() && self.refused.is_none();
        let aside = self
            .aside
            .filter(|aside| is_whole && !aside.is_given_up())?;
        Some((self.bytes, aside))
    }

    #[cold]
    pub(super) fn refuse(&mut self, reason: &'static str) -> Failed {
        self.refused.get_or_insert(EncodeError::Unencodable(reason));
        Failed
    }

    #[inline]
    pub(super) fn byte(&mut self, byte: u8) -> Result<(), Failed> {
        self.room_for(1)?;
        self.bytes.push(byte);
        Ok(())
    }

    #[inline]
    pub(super) fn slice(&mut self, bytes: &[u8]) -> Result<(), Failed> {
        self.room_for(bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// A tag and the bytes that it announces.
    #[inline]
    pub(super) fn tagged(&mut self, tag: u8, bytes: &[u8]) -> Result<(), Failed> {
        self.room_for(1 + bytes.len())?;
        self.bytes.push(tag);
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// A tag and a length.
    pub(super) fn length(&mut self, tag: u8, length: usize) -> Result<(), Failed> {
        self.byte(tag)?;
        varint::write(&mut self.bytes, length);
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), Failed> {
        if self.aside.is_some() {
            return self.text_aside(text);
        }
        match u8::try_from(text.len()) {
            Ok(length) if text.len() <= tag::SHORT_TEXT_MAX => {
                self.tagged(tag::SHORT_TEXT + length, text.as_bytes())
            }
            _ => {
                self.length(tag::TEXT, text.len())?;
                self.slice(text.as_bytes())
            }
        }
    }

    fn text_aside(&mut self, text: &str) -> Result<(), Failed> {
        let at = self.bytes.len();
        match u8::try_from(text.len()) {
            Ok(length) if text.len() <= tag::SHORT_TEXT_MAX => {
                self.byte(tag::SHORT_TEXT + length)?;
            }
            _ => self.length(tag::TEXT, text.len())?,
        }
        self.room_for(text.len())?;
        self.limit -= text.len();
        if let Some(aside) = &mut self.aside {
            aside.text(at..self.bytes.len(), text);
        }
        Ok(())
    }

    /// The number of a variant; `None` where it has none.
    pub(super) fn variant(&mut self, index: u32, name: &'static str) -> Option<u8> {
        match &mut self.aside {
            Some(aside) => {
                let number = u8::try_from(index).ok();
                if number.is_none() {
                    // By name, which elsewhere stands but once.
                    aside.give_up();
                }
                number
            }
            None => self.table.variant(name),
        }
    }

    /// The variant's number has been written.
    pub(super) fn numbered(&mut self, name: &str) {
        if let Some(aside) = &mut self.aside {
            aside.meet(self.bytes.len(), Names::variant(name));
        }
    }

    pub(super) fn unsigned(&mut self, number: u64) -> Result<(), Failed> {
        const MEDIUM: u64 = tag::LARGEST_SMALL as u64 + 1;
        let [low, high, ..] = number.wrapping_sub(MEDIUM).to_le_bytes();
        match number {
            ..MEDIUM => self.byte(number.to_le_bytes()[0]),
            _ if number - MEDIUM < 1 << 12 => self.tagged(tag::MEDIUM_INT + high, &[low]),
            _ => self.integer(tag::INT, number),
        }
    }

    pub(super) fn signed(&mut self, number: i64) -> Result<(), Failed> {
        match u64::try_from(number) {
            Ok(number) => self.unsigned(number),
            // -1 is 0, and so on.
            Err(_) => self.integer(tag::NEGATIVE, !number.cast_unsigned()),
        }
    }

    /// Writes what is inside a value, one level down.
    #[inline]
    pub(super) fn nested<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        value.serialize(&mut *self).inspect_err(|_| {
            // What it wrote so far is no whole value.
            self.refuse(FAILED);
        })
    }

    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), Failed> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse(TOO_DEEP));
        }
        self.depth += 1;
        Ok(())
    }

    #[inline]
    pub(super) fn leave(&mut self, levels: usize) {
        self.depth = self.depth.saturating_sub(levels);
    }

    /// In as few bytes as hold it; the tag says how many.
    fn integer(&mut self, tag: u8, number: u64) -> Result<(), Failed> {
        let bytes = number.to_le_bytes();
        let zeros = bytes.iter().rev().take(7).take_while(|byte| **byte == 0);
        let length = 8 - zeros.count();
        let last = u8::try_from(length - 1).unwrap_or_default();
        self.tagged(tag + last, bytes.get(..length).unwrap_or_default())
    }

    #[inline]
    fn room_for(&mut self, bytes: usize) -> Result<(), Failed> {
        if bytes > self.limit.saturating_sub(self.bytes.len()) {
            let limit = self.limit;
            self.refused.get_or_insert(EncodeError::TooLarge { limit });
            return Err(Failed);
        }
        Ok(())
    }
}
