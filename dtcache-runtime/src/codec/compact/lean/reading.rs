//! What a reader of a lean entry keeps.

use super::super::Failed;
use super::names::{Met, Names};

/// Types whose names are remembered.
const KNOWN: usize = 4;

/// The texts that were not asked for yet, and the names that were met.
pub(in crate::codec::compact) struct Lean<'de> {
    texts: &'de str,
    met: Met,
    /// A struct that is met again is known by where its list of fields is.
    known: [(&'static [&'static str], Names); KNOWN],
}

impl<'de> Lean<'de> {
    pub(in crate::codec::compact) fn new(texts: &'de str) -> Self {
        Self {
            texts,
            met: Met::NOTHING,
            known: [(&[], Names::NONE); KNOWN],
        }
    }

    pub(in crate::codec::compact) fn met(&self) -> Met {
        self.met
    }

    #[inline]
    pub(in crate::codec::compact) fn has_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    /// The next text, of so many bytes.
    #[inline]
    pub(in crate::codec::compact) fn text(&mut self, length: usize) -> Result<&'de str, Failed> {
        let (text, rest) = self.texts.split_at_checked(length).ok_or(Failed)?;
        self.texts = rest;
        Ok(text)
    }

    pub(in crate::codec::compact) fn last_text(&mut self) -> &'de str {
        std::mem::take(&mut self.texts)
    }

    /// A struct is read with these fields, with so many bytes left.
    pub(in crate::codec::compact) fn fields(
        &mut self,
        fields: &'static [&'static str],
        left: usize,
    ) {
        // Such a list is an array of texts, which take sixteen bytes each.
        let slot = fields.as_ptr().addr() / 16 % KNOWN;
        let Some((known, names)) = self.known.get_mut(slot) else {
            return;
        };
        if !std::ptr::eq(*known, fields) {
            *known = fields;
            *names = Names::of(fields);
        }
        self.met.add(*names, left);
    }

    pub(in crate::codec::compact) fn variant(&mut self, name: &'static str, left: usize) {
        self.met.add(Names::variant(name), left);
    }
}
