//! What does not stand among the tags of a lean entry, gathered while it is written.

use std::ops::Range;

use super::names::{Met, Names};

/// Texts, and the names that are left out.
#[derive(Default)]
pub(in crate::codec::compact) struct Aside {
    pub(super) texts: Vec<u8>,
    /// The last text's tag.
    last_text: Range<usize>,
    met: Vec<(usize, Names)>,
    /// It cannot be read without names.
    is_given_up: bool,
}

/// Names that are being gathered.
#[derive(Clone, Copy)]
pub(in crate::codec::compact) struct Place(usize);

impl Aside {
    /// Adds a text, whose tag stands there.
    #[inline]
    pub(in crate::codec::compact) fn text(&mut self, tag: Range<usize>, text: &str) {
        self.texts.extend_from_slice(text.as_bytes());
        self.last_text = if text.is_empty() { 0..0 } else { tag };
    }

    /// Has names met behind so many bytes of tags, in the order of these calls.
    pub(in crate::codec::compact) fn meet(&mut self, at: usize, names: Names) -> Place {
        self.met.push((at, names));
        Place(self.met.len() - 1)
    }

    /// The names, which are known later.
    pub(in crate::codec::compact) fn settle(&mut self, place: Place, names: Names) {
        if let Some((_, place)) = self.met.get_mut(place.0) {
            *place = names;
        }
    }

    /// Where names would be gathered next.
    pub(in crate::codec::compact) fn place(&self) -> Place {
        Place(self.met.len())
    }

    /// A tag was put in at `at`, before all that was gathered since `place`.
    pub(in crate::codec::compact) fn moved(&mut self, at: usize, place: Place) {
        for (at, _) in self.met.get_mut(place.0..).unwrap_or_default() {
            *at += 1;
        }
        if self.last_text.start >= at && !self.last_text.is_empty() {
            self.last_text.start += 1;
            self.last_text.end += 1;
        }
    }

    pub(in crate::codec::compact) fn give_up(&mut self) {
        self.is_given_up = true;
    }

    pub(in crate::codec::compact) fn is_given_up(&self) -> bool {
        self.is_given_up
    }

    /// Whether there are structs or variants: what begins like nothing is more than that.
    pub(super) fn has_names(&self) -> bool {
        !self.met.is_empty()
    }

    /// Takes the tag of the last text off the end, and says which names were met.
    pub(super) fn finish(&self, tags: &mut Vec<u8>) -> Met {
        if self.last_text.end == tags.len() {
            tags.truncate(self.last_text.start);
        }
        let mut met = Met::NOTHING;
        for (at, names) in &self.met {
            met.add(*names, tags.len() - at);
        }
        met
    }
}
