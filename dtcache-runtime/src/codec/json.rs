//! The default codec: zlib over JSON, which the Python services read and write too.

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

use super::bounded::Bounded;
use super::{DecodeError, EncodeError, Encoded, Limits, checked, zlib};
use crate::caught::caught;

/// Makes the entry for a result.
pub(super) fn encode<T>(value: &T, limits: &Limits) -> Result<Encoded, EncodeError>
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
pub(super) fn decode<T>(entry: &[u8], limits: &Limits) -> Result<T, DecodeError>
where
    T: DeserializeOwned,
{
    zlib::inflate(entry, limits.max_decoded_size, read)?
}

/// Reads a result back from its JSON.
fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
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

fn is_null(json: &[u8]) -> bool {
    json.trim_ascii() == b"null"
}
