//! Why an argument has no text.

use std::fmt::{self, Display};

use serde::ser;

/// Levels of nesting before an argument is refused.
///
/// Every level is a few stack frames, and an overflow of the stack ends the
/// process. Python gives up near 1,000.
pub(super) const MAX_DEPTH: usize = 256;

/// Tells the kind of trouble and nothing of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Its own `Serialize` or `Display` said no.
    NotSerializable,
    TooDeep,
    /// Its own `Serialize` panicked.
    Panicked,
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSerializable => f.write_str("cannot be serialized"),
            Self::Panicked => f.write_str("panicked while it was serialized"),
            Self::TooDeep => write!(f, "is nested more than {MAX_DEPTH} levels deep"),
        }
    }
}

impl std::error::Error for Refusal {}

impl ser::Error for Refusal {
    // The message may quote the value: it ends here.
    fn custom<M: Display>(_message: M) -> Self {
        Self::NotSerializable
    }
}

impl From<fmt::Error> for Refusal {
    fn from(_: fmt::Error) -> Self {
        Self::NotSerializable
    }
}
