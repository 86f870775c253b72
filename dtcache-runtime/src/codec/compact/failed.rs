//! The one error of both directions. What was wrong is found out afterwards, so that a hit pays
//! nothing for it, and no text of a type's own is kept, which might quote a value.

use std::fmt::{self, Display};

use serde::{de, ser};

/// A value that could not be written, or not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failed;

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value does not fit")
    }
}

impl std::error::Error for Failed {}

impl de::Error for Failed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl ser::Error for Failed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}
