//! Why a result could not be stored, or an entry not read. Neither quotes a value.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// A result that is returned and not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EncodeError {
    /// Its JSON would read back as something else, or not at all.
    Unencodable(&'static str),
    /// It is larger than a limit.
    TooLarge { limit: usize },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unencodable(reason) => f.write_str(reason),
            Self::TooLarge { limit } => too_large(f, *limit),
        }
    }
}

impl std::error::Error for EncodeError {}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        let kind = match error {
            EncodeError::Unencodable(_) => ErrorKind::Unencodable,
            EncodeError::TooLarge { .. } => ErrorKind::TooLarge,
        };
        Self::new(kind, "encode", error.to_string())
    }
}

/// An entry that is as good as none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecodeError {
    /// The bytes are no entry.
    Corrupt(&'static str),
    /// It is larger than a limit.
    TooLarge { limit: usize },
    /// It holds `null`, which Python cannot tell from a miss either.
    Null,
    /// It is a good entry, of another type or of an older version of this one.
    Mismatch,
    /// The type's own `Deserialize` panicked at it.
    Panicked,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt(reason) => f.write_str(reason),
            Self::TooLarge { limit } => too_large(f, *limit),
            Self::Null => f.write_str("the stored value is null"),
            Self::Mismatch => f.write_str("the stored value is of another type"),
            Self::Panicked => f.write_str("its Deserialize panicked"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        let kind = match error {
            DecodeError::Corrupt(_) | DecodeError::Null => ErrorKind::Corrupt,
            DecodeError::TooLarge { .. } => ErrorKind::TooLarge,
            DecodeError::Mismatch | DecodeError::Panicked => ErrorKind::TypeMismatch,
        };
        Self::new(kind, "decode", error.to_string())
    }
}

fn too_large(f: &mut fmt::Formatter<'_>, limit: usize) -> fmt::Result {
    write!(f, "larger than the limit of {limit} bytes")
}
