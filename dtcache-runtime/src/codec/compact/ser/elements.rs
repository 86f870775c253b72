//! Sequences and maps.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};

use super::super::writer::Writer;
use super::super::{Failed, tag};

const HALF: &str = "its Serialize gives a key and no value";

/// The values of a sequence, or the keys and values of a map.
pub(in crate::codec::compact) struct Elements<'w> {
    writer: &'w mut Writer,
    /// How many were announced, and where.
    announced: Option<(usize, std::ops::Range<usize>)>,
    written: usize,
    /// How many make an element.
    each: usize,
    /// The tag without a length.
    open: u8,
    /// Levels to leave at the end.
    levels: usize,
}

impl<'w> Elements<'w> {
    pub(super) fn seq(
        writer: &'w mut Writer,
        len: Option<usize>,
        levels: usize,
    ) -> Result<Self, Failed> {
        Self::new(writer, len, [tag::SEQ, tag::OPEN_SEQ], 1, levels)
    }

    pub(super) fn map(writer: &'w mut Writer, len: Option<usize>) -> Result<Self, Failed> {
        Self::new(writer, len, [tag::MAP, tag::OPEN_MAP], 2, 1)
    }

    fn new(
        writer: &'w mut Writer,
        len: Option<usize>,
        [counted, open]: [u8; 2],
        each: usize,
        levels: usize,
    ) -> Result<Self, Failed> {
        writer.enter()?;
        let start = writer.bytes.len();
        match len.map(|len| (len, u8::try_from(len))) {
            Some((len, Ok(short))) if counted == tag::SEQ && len <= tag::SHORT_SEQ_MAX => {
                writer.byte(tag::SHORT_SEQ + short)?;
            }
            Some((len, _)) => writer.length(counted, len)?,
            None => writer.byte(open)?,
        }
        let header = start..writer.bytes.len();
        Ok(Self {
            writer,
            announced: len.map(|len| (len, header)),
            written: 0,
            each,
            open,
            levels,
        })
    }

    #[inline]
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.written += 1;
        self.writer.nested(value)
    }

    fn close(self) -> Result<(), Failed> {
        if !self.written.is_multiple_of(self.each) {
            return Err(self.writer.refuse(HALF));
        }
        match self.announced {
            Some((announced, _)) if announced == self.written / self.each => {}
            other => {
                // A length may be no more than a hint.
                if let Some((_, header)) = other {
                    self.writer.bytes.splice(header, [self.open]);
                    // What was gathered has moved.
                    if let Some(aside) = &mut self.writer.aside {
                        aside.give_up();
                    }
                }
                self.writer.byte(tag::END)?;
            }
        }
        self.writer.leave(self.levels);
        Ok(())
    }
}

macro_rules! unnamed {
    ($($compound:ident::$method:ident,)*) => {$(
        impl $compound for Elements<'_> {
            type Ok = ();
            type Error = Failed;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                self.value(value)
            }

            #[inline]
            fn end(self) -> Result<(), Failed> {
                self.close()
            }
        }
    )*};
}

unnamed! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

impl SerializeMap for Elements<'_> {
    type Ok = ();
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.value(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.value(value)
    }

    fn end(self) -> Result<(), Failed> {
        self.close()
    }
}
