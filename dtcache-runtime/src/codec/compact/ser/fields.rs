//! Structs, by the number of their shape.

use serde::ser::{Serialize, SerializeStruct, SerializeStructVariant};

use super::super::table::Open;
use super::super::writer::Writer;
use super::super::{Failed, tag};

/// JSON text as it is. It would read back as what it says in JSON alone, and as text here.
const RAW_VALUE: &str = "$serde_json::private::RawValue";
const IS_RAW: &str = "it holds a RawValue, which only JSON can carry";

/// The fields of a struct.
pub(in crate::codec::compact) struct Fields<'w> {
    writer: &'w mut Writer,
    /// Where the tag is to stand.
    at: usize,
    /// `None` where it is written as a map.
    open: Option<Open>,
    is_sparse: bool,
    /// Levels to leave at the end.
    levels: usize,
}

impl<'w> Fields<'w> {
    pub(super) fn new(
        writer: &'w mut Writer,
        name: &'static str,
        levels: usize,
    ) -> Result<Self, Failed> {
        if name == RAW_VALUE {
            return Err(writer.refuse(IS_RAW));
        }
        writer.enter()?;
        let at = writer.bytes.len();
        // Which number it has shows at its end.
        writer.byte(tag::OPEN_MAP)?;
        Ok(Self {
            open: writer.table.begin(name),
            writer,
            at,
            is_sparse: false,
            levels,
        })
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        match &mut self.open {
            Some(open) => self.writer.table.field(open, name),
            None => self.writer.text(name)?,
        }
        self.writer.nested(value)
    }

    /// The shape stays the same whichever fields are skipped, or there would be one for each choice.
    fn skipped(&mut self, name: &'static str) -> Result<(), Failed> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        self.writer.table.field(open, name);
        self.is_sparse = true;
        self.writer.byte(tag::ABSENT)
    }

    fn close(self) -> Result<(), Failed> {
        let Self { writer, at, .. } = self;
        match self.open.map(|open| writer.table.end(open)) {
            None => writer.byte(tag::END)?,
            Some(number) => {
                let number = u8::try_from(number).map_err(|_| Failed)?;
                let (short, long) = if self.is_sparse {
                    (tag::SPARSE, tag::LONG_SPARSE)
                } else {
                    (tag::STRUCT, tag::LONG_STRUCT)
                };
                let is_short = number < tag::NUMBERED;
                if let Some(tag) = writer.bytes.get_mut(at) {
                    *tag = if is_short { short + number } else { long };
                }
                if !is_short {
                    writer.byte(number)?;
                    let behind = writer.bytes.get_mut(at + 1..);
                    behind.unwrap_or_default().rotate_right(1);
                }
            }
        }
        writer.leave(self.levels);
        Ok(())
    }
}

macro_rules! named {
    ($($compound:ident,)*) => {$(
        impl $compound for Fields<'_> {
            type Ok = ();
            type Error = Failed;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Failed> {
                self.field(name, value)
            }

            fn skip_field(&mut self, name: &'static str) -> Result<(), Failed> {
                self.skipped(name)
            }

            #[inline]
            fn end(self) -> Result<(), Failed> {
                self.close()
            }
        }
    )*};
}

named! {
    SerializeStruct,
    SerializeStructVariant,
}
