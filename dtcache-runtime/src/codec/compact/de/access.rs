//! The values inside a sequence, a map, or a struct.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::super::reader::{Fields, Reader};
use super::super::{Failed, tag};
use super::key::Key;

/// The values of a sequence, or of a struct in the order of its fields.
pub(super) struct Values<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// `None` where they go up to the end.
    left: Option<usize>,
}

impl<'r, 'de> Values<'r, 'de> {
    #[inline]
    pub(super) fn new(reader: &'r mut Reader<'de>, left: Option<usize>) -> Self {
        Self { reader, left }
    }

    #[inline]
    pub(super) fn end(self) -> Result<(), Failed> {
        ended(self.reader, self.left)
    }
}

impl<'de> SeqAccess<'de> for Values<'_, 'de> {
    type Error = Failed;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failed> {
        if !is_next(self.reader, &mut self.left)? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.reader.hint(self.left?))
    }
}

/// The keys and values of a map.
pub(super) struct Entries<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: Option<usize>,
    /// A key was read, and not its value.
    owes: bool,
}

impl<'r, 'de> Entries<'r, 'de> {
    pub(super) fn new(reader: &'r mut Reader<'de>, left: Option<usize>) -> Self {
        Self {
            reader,
            left,
            owes: false,
        }
    }

    pub(super) fn end(self) -> Result<(), Failed> {
        if self.owes {
            return Err(Failed);
        }
        ended(self.reader, self.left)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        if self.owes {
            return Err(Failed);
        }
        if !is_next(self.reader, &mut self.left)? {
            return Ok(None);
        }
        self.owes = true;
        seed.deserialize(Key(&mut *self.reader)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        self.owes = false;
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.reader.hint(self.left?))
    }
}

/// The fields of a struct, by their names.
pub(super) struct Named<'r, 'de> {
    reader: &'r mut Reader<'de>,
    fields: Fields<'de>,
}

impl<'r, 'de> Named<'r, 'de> {
    pub(super) fn new(reader: &'r mut Reader<'de>, fields: Fields<'de>) -> Self {
        Self { reader, fields }
    }

    pub(super) fn end(mut self) -> Result<(), Failed> {
        match self.fields.next(self.reader)? {
            None => Ok(()),
            Some(_) => Err(Failed),
        }
    }
}

impl<'de> MapAccess<'de> for Named<'_, 'de> {
    type Error = Failed;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        let Some(name) = self.fields.next(self.reader)? else {
            return Ok(None);
        };
        seed.deserialize(BorrowedStrDeserializer::new(name))
            .map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        self.fields.paid();
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.reader.hint(self.fields.at_most()))
    }
}

#[inline]
fn is_next(reader: &Reader<'_>, left: &mut Option<usize>) -> Result<bool, Failed> {
    match left {
        Some(0) => Ok(false),
        Some(left) => {
            *left -= 1;
            Ok(true)
        }
        None => Ok(reader.peek()? != tag::END),
    }
}

#[inline]
fn ended(reader: &mut Reader<'_>, left: Option<usize>) -> Result<(), Failed> {
    let is_end = match left {
        Some(left) => left == 0,
        None => reader.takes(tag::END),
    };
    is_end.then_some(()).ok_or(Failed)
}
