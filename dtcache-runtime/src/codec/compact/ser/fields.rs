//! Structs, by the number of their shape.

use serde::ser::{Serialize, SerializeStruct, SerializeStructVariant};

use super::super::lean::{Names, Place};
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
    as_what: As,
    is_sparse: bool,
    /// Levels to leave at the end.
    levels: usize,
}

/// What becomes of the names.
enum As {
    /// They stand in the table.
    Numbered(Open),
    /// They are no more than a part of the check.
    Nameless(Place, Names),
    /// There are no numbers left.
    Map,
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
        let as_what = if let Some(aside) = &mut writer.aside {
            As::Nameless(aside.meet(at, Names::NONE), Names::NONE)
        } else {
            // Which number it has shows at its end.
            writer.byte(tag::OPEN_MAP)?;
            writer.table.begin(name).map_or(As::Map, As::Numbered)
        };
        Ok(Self {
            writer,
            at,
            as_what,
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
        match &mut self.as_what {
            As::Numbered(open) => self.writer.table.field(open, name),
            As::Nameless(_, names) => names.add(name),
            As::Map => self.writer.text(name)?,
        }
        self.writer.nested(value)
    }

    /// The shape stays the same whichever fields are skipped, or there would be one for each choice.
    fn skipped(&mut self, name: &'static str) -> Result<(), Failed> {
        match &mut self.as_what {
            As::Numbered(open) => {
                self.writer.table.field(open, name);
                self.is_sparse = true;
                self.writer.byte(tag::ABSENT)
            }
            As::Nameless(..) => {
                if let Some(aside) = &mut self.writer.aside {
                    aside.give_up();
                }
                Err(Failed)
            }
            As::Map => Ok(()),
        }
    }

    fn close(self) -> Result<(), Failed> {
        let Self { writer, at, .. } = self;
        match self.as_what {
            As::Map => writer.byte(tag::END)?,
            As::Nameless(place, names) => {
                // Else a list of them would have no end.
                if names == Names::NONE {
                    writer.byte(tag::STRUCT)?;
                }
                if let Some(aside) = &mut writer.aside {
                    aside.settle(place, names);
                }
            }
            As::Numbered(open) => {
                let number = writer.table.end(open);
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
