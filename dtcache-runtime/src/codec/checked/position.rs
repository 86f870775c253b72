//! Where a value stands, which decides whether JSON can carry it back from there.

use std::cell::Cell;

use serde::ser;

/// Levels of brackets that `serde_json` reads back.
pub(in crate::codec) const MAX_DEPTH: usize = 127;

/// How `serde_json` names the structs that stand for text printed as it is.
const VERBATIM: &str = "$serde_json::private::";

const NOT_FINITE: &str = "it holds a NaN or an infinity, which JSON does not have";
const NULL_IN_SOME: &str = "it holds a Some of null, which would read back as None";
const TOO_DEEP: &str = "it is nested too deep to be read back";

/// Where in the result a value stands.
#[derive(Clone, Copy)]
pub(super) struct Position<'c> {
    refused: &'c Cell<Option<&'static str>>,
    /// Brackets around the value.
    depth: usize,
    /// Whether it is all that a `Some` holds.
    in_some: bool,
    /// Whether it is the text of a `RawValue`, and that all that a `Some` holds.
    verbatim_in_some: bool,
}

impl<'c> Position<'c> {
    /// The result as a whole; what is refused is left in `refused`.
    pub(super) fn root(refused: &'c Cell<Option<&'static str>>) -> Self {
        Self {
            refused,
            depth: 0,
            in_some: false,
            verbatim_in_some: false,
        }
    }

    pub(super) fn in_some(self) -> Self {
        Self {
            in_some: true,
            ..self
        }
    }

    /// Inside one more bracket.
    pub(super) fn in_bracket<E: ser::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse(TOO_DEEP));
        }
        Ok(Self {
            depth: self.depth + 1,
            in_some: false,
            verbatim_in_some: false,
            ..self
        })
    }

    /// Inside a struct of this name.
    pub(super) fn in_struct<E: ser::Error>(self, name: &str) -> Result<Self, E> {
        if name.starts_with(VERBATIM) {
            return Ok(Self {
                in_some: false,
                verbatim_in_some: self.in_some,
                ..self
            });
        }
        self.in_bracket()
    }

    /// Called where text is about to be printed, which may be JSON as it is.
    pub(super) fn text<E: ser::Error>(self, text: &str) -> Result<(), E> {
        if self.verbatim_in_some && text.trim_ascii() == "null" {
            return self.null();
        }
        Ok(())
    }

    /// Called where `null` is about to be printed.
    pub(super) fn null<E: ser::Error>(self) -> Result<(), E> {
        // A result that is `null` as a whole is not stored, whatever it means.
        if self.depth > 0 && (self.in_some || self.verbatim_in_some) {
            return Err(self.refuse(NULL_IN_SOME));
        }
        Ok(())
    }

    pub(super) fn finite<E: ser::Error>(self, finite: bool) -> Result<(), E> {
        if finite {
            Ok(())
        } else {
            Err(self.refuse(NOT_FINITE))
        }
    }

    pub(super) fn refuse<E: ser::Error>(self, reason: &'static str) -> E {
        self.refused.set(Some(reason));
        E::custom(reason)
    }
}
