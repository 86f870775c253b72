//! Values: what a result is as bytes in Redis, which is zlib over JSON.
//!
//! Encoding refuses what JSON cannot carry back, decoding refuses what is not
//! a whole entry, and both stop at a limit while they work and not after.

mod bounded;
mod checked;
mod error;
pub(crate) mod zlib;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

pub(crate) use error::{DecodeError, EncodeError};

use bounded::Bounded;

use crate::caught::caught;
use crate::error::Error;

/// How large a value may be, in either direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of an entry, as it stands in Redis.
    pub(crate) max_value_size: usize,
    /// Bytes of the JSON inside.
    pub(crate) max_decoded_size: usize,
}

/// What became of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Encoded {
    /// The bytes to store.
    Entry(Vec<u8>),
    /// Its JSON is `null`, which no reader could tell from a miss.
    Null,
}

/// Makes the entry for a result.
pub(crate) fn encode<T>(value: &T, limits: &Limits) -> Result<Encoded, EncodeError>
where
    T: Serialize + ?Sized,
{
    let mut json = Bounded::new(limits.max_decoded_size);
    caught(|| checked::to_json(&mut json, value))
        .unwrap_or(Err(EncodeError::Unencodable("its Serialize panicked")))?;
    let json = json.into_inner();
    if is_null(&json) {
        return Ok(Encoded::Null);
    }
    zlib::deflate(&json, limits.max_value_size).map(Encoded::Entry)
}

/// Reads a result back from its entry.
pub(crate) fn decode<T>(entry: &[u8], limits: &Limits) -> Result<T, DecodeError>
where
    T: DeserializeOwned,
{
    if entry.len() > limits.max_value_size {
        return Err(DecodeError::TooLarge {
            limit: limits.max_value_size,
        });
    }
    zlib::inflate(entry, limits.max_decoded_size, json)?
}

/// Reads a result back from its JSON.
fn json<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    const BROKEN: DecodeError =
        DecodeError::Corrupt("the inflated text is not JSON that can be read");

    if is_null(text) {
        return Err(DecodeError::Null);
    }
    // At once, where serde_json would look at each string on its own: a tenth of the time.
    let text = std::str::from_utf8(text).map_err(|_| BROKEN)?;
    let Some(read) = caught(|| serde_json::from_str(text)) else {
        return Err(DecodeError::Panicked);
    };
    read.map_err(|error: serde_json::Error| match error.classify() {
        // A type may object before the text is seen to be broken.
        Category::Data if serde_json::from_str::<IgnoredAny>(text).is_ok() => DecodeError::Mismatch,
        _ => BROKEN,
    })
}

/// Reads what a look-up found; `None` where that is as good as nothing.
pub(crate) fn found<T>(entry: Option<&[u8]>, limits: &Limits) -> Result<Option<T>, Error>
where
    T: DeserializeOwned,
{
    match entry.map(|entry| decode(entry, limits)).transpose() {
        // The Python services cannot tell a stored `null` from a miss, so neither do we.
        Err(DecodeError::Null) => Ok(None),
        found => found.map_err(Error::from),
    }
}

fn is_null(json: &[u8]) -> bool {
    json.trim_ascii() == b"null"
}
