//! A variant that holds something.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer as _, EnumAccess, MapAccess, VariantAccess, Visitor,
};

use super::super::Failed;
use super::super::reader::Reader;
use super::key::Key;

/// The variant, where an enum is asked for. What it holds is read as its own type would be.
pub(super) struct Held<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// `None` where the name is the key that comes next.
    name: Option<&'de str>,
    is_read: &'r mut bool,
}

impl<'r, 'de> Held<'r, 'de> {
    pub(super) fn new(
        reader: &'r mut Reader<'de>,
        name: Option<&'de str>,
        is_read: &'r mut bool,
    ) -> Self {
        Self {
            reader,
            name,
            is_read,
        }
    }

    fn value(self) -> &'r mut Reader<'de> {
        *self.is_read = true;
        self.reader
    }
}

impl<'de> EnumAccess<'de> for Held<'_, 'de> {
    type Error = Failed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Failed> {
        let name = match self.name {
            Some(name) => seed.deserialize(BorrowedStrDeserializer::new(name)),
            None => seed.deserialize(Key(&mut *self.reader)),
        };
        name.map(|name| (name, self))
    }
}

impl<'de> VariantAccess<'de> for Held<'_, 'de> {
    type Error = Failed;

    fn unit_variant(self) -> Result<(), Failed> {
        serde::Deserialize::deserialize(self.value())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failed> {
        seed.deserialize(self.value())
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Failed> {
        self.value().deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.value().deserialize_struct("", fields, visitor)
    }
}

/// The same, where anything will do: the one entry of a map, as in JSON.
pub(super) struct Single<'r, 'de> {
    reader: &'r mut Reader<'de>,
    name: Option<&'de str>,
    is_read: bool,
}

impl<'r, 'de> Single<'r, 'de> {
    pub(super) fn new(reader: &'r mut Reader<'de>, name: &'de str) -> Self {
        Self {
            reader,
            name: Some(name),
            is_read: false,
        }
    }

    pub(super) fn end(self) -> Result<(), Failed> {
        self.is_read.then_some(()).ok_or(Failed)
    }
}

impl<'de> MapAccess<'de> for Single<'_, 'de> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        let name = self.name.take().map(BorrowedStrDeserializer::new);
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        self.is_read = true;
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(self.name.is_some()))
    }
}
