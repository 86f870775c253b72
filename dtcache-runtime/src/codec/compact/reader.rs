//! A payload as it is read: what is left of it, and what was seen on the way.

mod structs;

use serde::Deserialize;

pub(super) use structs::{Fields, Struct};

use super::budget::Budget;
use super::lean::{Lean, Met};
use super::shape::{Shapes, take, text};
use super::{Failed, MAX_DEPTH, tag, varint};

/// Reads one value.
pub(super) struct Reader<'de> {
    rest: &'de [u8],
    shapes: Shapes<'de>,
    /// Where names are left out.
    lean: Option<Lean<'de>>,
    /// Levels that may yet be entered.
    levels: usize,
    positions: Positions,
    budget: Budget,
}

/// Whether structs are read by the order of their fields, where it is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Positions {
    Allowed,
    Used,
    Refused,
}

impl<'de> Reader<'de> {
    /// A reader of a value in which names may take as many bytes as there are in `limit`.
    pub(super) fn new(mut payload: &'de [u8], limit: usize) -> Result<Self, Failed> {
        Ok(Self {
            shapes: Shapes::read(&mut payload)?,
            lean: None,
            budget: Budget::new(payload.len(), limit),
            rest: payload,
            levels: MAX_DEPTH,
            positions: Positions::Allowed,
        })
    }

    /// A reader that looks at the name of each field.
    pub(super) fn by_names(payload: &'de [u8], limit: usize) -> Result<Self, Failed> {
        let positions = Positions::Refused;
        Self::new(payload, limit).map(|reader| Self {
            positions,
            ..reader
        })
    }

    /// A reader of what stands in a lean entry.
    pub(super) fn lean(tags: &'de [u8], texts: &'de str) -> Self {
        Self {
            shapes: Shapes::default(),
            lean: Some(Lean::new(texts)),
            // The last value may have no tag.
            budget: Budget::new(tags.len() + 1, 0),
            rest: tags,
            levels: MAX_DEPTH,
            positions: Positions::Allowed,
        }
    }

    /// Reads all that there is.
    pub(super) fn whole<T: Deserialize<'de>>(&mut self) -> Result<T, Failed> {
        let value = T::deserialize(&mut *self)?;
        // Not at the top again: a type has swallowed an error.
        let is_whole = self.rest.is_empty() && self.levels == MAX_DEPTH;
        let has_texts = self.lean.as_ref().is_some_and(Lean::has_texts);
        (is_whole && !has_texts).then_some(value).ok_or(Failed)
    }

    pub(super) fn is_lean(&self) -> bool {
        self.lean.is_some()
    }

    /// The names that were met, where they are left out.
    pub(super) fn met(&self) -> Option<Met> {
        self.lean.as_ref().map(Lean::met)
    }

    pub(super) fn went_by_position(&self) -> bool {
        self.positions == Positions::Used
    }

    /// Whether it was given up because of all the names.
    pub(super) fn is_over(&self) -> bool {
        self.budget.is_over()
    }

    /// How many of so many elements memory may be set aside for.
    pub(super) fn hint(&self, elements: usize) -> usize {
        let at_most = self.rest.len() + usize::from(self.lean.is_some());
        self.budget.hint(elements.min(at_most))
    }

    pub(super) fn rest(&self) -> &'de [u8] {
        self.rest
    }

    /// The next tag, which is left where it is.
    #[inline]
    pub(super) fn peek(&self) -> Result<u8, Failed> {
        match self.rest.first() {
            Some(&tag) => Ok(tag),
            None => self.past_the_end(),
        }
    }

    #[inline]
    pub(super) fn tag(&mut self) -> Result<u8, Failed> {
        match self.rest.split_first() {
            Some((&tag, rest)) => {
                self.rest = rest;
                Ok(tag)
            }
            None => self.past_the_end(),
        }
    }

    /// The tag that was left out.
    #[cold]
    fn past_the_end(&self) -> Result<u8, Failed> {
        let has_texts = self.lean.as_ref().is_some_and(Lean::has_texts);
        has_texts.then_some(tag::LAST_TEXT).ok_or(Failed)
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8, Failed> {
        let (&byte, rest) = self.rest.split_first().ok_or(Failed)?;
        self.rest = rest;
        Ok(byte)
    }

    /// Takes the next byte if it is this one.
    #[inline]
    pub(super) fn takes(&mut self, byte: u8) -> bool {
        let takes = self.rest.first() == Some(&byte);
        if takes {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        takes
    }

    #[inline]
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'de [u8], Failed> {
        take(&mut self.rest, length)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Failed> {
        let (array, rest) = self.rest.split_first_chunk().ok_or(Failed)?;
        self.rest = rest;
        Ok(*array)
    }

    #[inline]
    pub(super) fn length(&mut self) -> Result<usize, Failed> {
        varint::read(&mut self.rest)
    }

    /// After its tag, the text of so many bytes.
    #[inline]
    pub(super) fn text(&mut self, length: usize) -> Result<&'de str, Failed> {
        match &mut self.lean {
            Some(lean) => lean.text(length),
            None => text(self.bytes(length)?),
        }
    }

    /// The text that goes to the end.
    pub(super) fn last_text(&mut self) -> Result<&'de str, Failed> {
        let lean = self.lean.as_mut().ok_or(Failed)?;
        Ok(lean.last_text())
    }

    /// The name of a variant, where these are asked for.
    pub(super) fn variant(
        &mut self,
        number: u8,
        asked: &'static [&'static str],
    ) -> Result<&'de str, Failed> {
        if let Some(lean) = &mut self.lean {
            let name = asked.get(usize::from(number)).ok_or(Failed)?;
            lean.variant(name, self.rest.len());
            return Ok(name);
        }
        let name = self.shapes.variant(number)?;
        self.pays(name.len()).map(|()| name)
    }

    /// A name of this length is handed out, which the payload has elsewhere.
    #[inline]
    fn pays(&mut self, length: usize) -> Result<(), Failed> {
        if self.budget.name(length) {
            Ok(())
        } else {
            Err(self.spoilt())
        }
    }

    /// Whether so many values may follow. Each takes a byte, but for one.
    #[inline]
    pub(super) fn may_have(&self, values: usize) -> bool {
        values <= self.rest.len() + usize::from(self.lean.is_some())
    }

    /// Reads what is inside a value, one level down.
    #[inline]
    pub(super) fn nested<R>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<R, Failed>,
    ) -> Result<R, Failed> {
        let levels = self.levels.checked_sub(1);
        self.levels = levels.ok_or_else(|| self.spoilt())?;
        let read = read(self).map_err(|_| self.spoilt())?;
        self.levels += 1;
        Ok(read)
    }

    /// Leaves nothing to be read: should a type swallow the error, what is half read passes for no
    /// other value.
    #[cold]
    pub(super) fn spoilt(&mut self) -> Failed {
        self.rest = &[];
        self.levels = 0;
        if let Some(lean) = &mut self.lean {
            lean.last_text();
        }
        Failed
    }
}
