//! Lists and structs, whose order is part of the value.

use serde::ser::{
    Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::pyjson::PyJson;
use super::refusal::Refusal;
use super::sink::Sink;
use super::{map_key, number, text};

/// A sequence, a tuple or the tuple of a variant.
pub(super) struct List<'s> {
    inside: Inside<'s>,
}

impl<'s> List<'s> {
    pub(super) fn new(out: &'s mut dyn Sink, depth: usize, close: &'static str) -> Self {
        Self {
            inside: Inside::new(out, depth, close),
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.inside.separate();
        self.inside.value(value)
    }
}

/// A struct or the struct of a variant.
pub(super) struct Fields<'s> {
    inside: Inside<'s>,
    is_number: bool,
}

impl<'s> Fields<'s> {
    pub(super) fn new(out: &'s mut dyn Sink, depth: usize, close: &'static str) -> Self {
        Self {
            inside: Inside::new(out, depth, close),
            is_number: false,
        }
    }

    /// Prints a struct that stands for a number, which has one field.
    pub(super) fn number(out: &'s mut dyn Sink, depth: usize) -> Self {
        Self {
            is_number: true,
            ..Self::new(out, depth, "")
        }
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Refusal> {
        if self.is_number {
            let mut text = String::new();
            map_key::write(&mut text, self.inside.depth, value)?;
            number::write(self.inside.out, &text);
            return Ok(());
        }
        self.inside.separate();
        text::quoted(self.inside.out, name);
        self.inside.out.put(": ");
        self.inside.value(value)
    }
}

/// What stands between an opened bracket and its end.
struct Inside<'s> {
    out: &'s mut dyn Sink,
    depth: usize,
    close: &'static str,
    empty: bool,
}

impl<'s> Inside<'s> {
    fn new(out: &'s mut dyn Sink, depth: usize, close: &'static str) -> Self {
        Self {
            out,
            depth,
            close,
            empty: true,
        }
    }

    fn separate(&mut self) {
        if !self.empty {
            self.out.put(", ");
        }
        self.empty = false;
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        value.serialize(PyJson::new(self.out, self.depth))
    }

    fn end(self) {
        self.out.put(self.close);
    }
}

macro_rules! lists {
    ($($compound:ident::$method:ident,)*) => {$(
        impl $compound for List<'_> {
            type Ok = ();
            type Error = Refusal;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
                self.element(value)
            }

            fn end(self) -> Result<(), Refusal> {
                self.inside.end();
                Ok(())
            }
        }
    )*};
}

lists! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! structs {
    ($($compound:ident,)*) => {$(
        impl $compound for Fields<'_> {
            type Ok = ();
            type Error = Refusal;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Refusal> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Refusal> {
                self.inside.end();
                Ok(())
            }
        }
    )*};
}

structs! {
    SerializeStruct,
    SerializeStructVariant,
}
