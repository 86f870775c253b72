//! What generated code and the project's own tests name. Not covered by semantic versioning: the
//! attribute and the runtime are released together.

pub use crate::call::{Holds, In, Missing, Of, OfAny, Outcome, acache_function, cache_function};

/// The value format by itself, for tests that hold it against other readers and writers.
pub mod wire {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use crate::codec::{self, Encoded, Limits};

    /// What is stored for `value`; `None` where nothing is, or the reason.
    ///
    /// # Errors
    ///
    /// Why the value cannot be stored.
    pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Option<Vec<u8>>, String> {
        match codec::encode(value, &Limits::default()) {
            Ok(Encoded::Entry(entry)) => Ok(Some(entry)),
            Ok(Encoded::Null) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The value that `entry` stands for.
    ///
    /// # Errors
    ///
    /// Why it is a miss.
    pub fn decode<T: DeserializeOwned>(entry: &[u8]) -> Result<T, String> {
        codec::decode(entry, &Limits::default()).map_err(|error| error.to_string())
    }
}
