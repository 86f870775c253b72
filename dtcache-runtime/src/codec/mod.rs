//! Values: what a result is as bytes in Redis, which is zlib over JSON unless asked otherwise.
//!
//! Encoding refuses what would not read back the same, decoding refuses what is not a whole entry,
//! and both stop at a limit while they work and not after. An entry shows by its first byte how it
//! was written.

mod bounded;
mod checked;
mod compact;
mod error;
mod json;
mod trailer;
pub(crate) mod zlib;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use compact::with_room_behind;
pub(crate) use error::{DecodeError, EncodeError};
pub(crate) use trailer::Trailer;

use crate::caught::caught;
use crate::error::Error;

/// How results are written. Reading knows either, whatever is chosen here, so a function may go from
/// one to the other, and two functions may differ, without an entry being lost.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, Codec, RedisConfig, RedisInstance};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let answer = || cache_function("answer").redis(&redis);
/// answer().codec(Codec::Compact).call(|| 42);
/// assert_eq!(answer().call(|| 43), 42); // a hit
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Codec {
    /// zlib over JSON, which Python services share.
    #[default]
    Json,
    /// Smaller and faster to read, for caches that Rust has to itself.
    ///
    /// Small results are stored without the names of their fields and variants, of which a checksum is
    /// kept: once these are other ones, such an entry is a miss. (Of 24 bits at least, so one change in
    /// sixteen million is not noticed.) What is larger, or of a type that is not read in the order of its
    /// fields, has its names with it, and is then read as JSON would be. A `Deserialize` written by hand
    /// has to take the values of a sequence in the order of the fields that it announces, as derived ones
    /// do.
    ///
    /// It carries what JSON cannot: NaN, infinities, `Some(None)`, maps whose keys are no text. It
    /// calls itself human-readable, so types look as they do in JSON. A `serde_json::value::RawValue`
    /// is refused.
    Compact,
}

/// How large a value may be, in either direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of an entry, as it stands in Redis.
    pub(crate) max_value_size: usize,
    /// Bytes of the JSON inside, or of the compact payload.
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

/// Makes the entry for a result of a type that reads its own values, which may do without names.
pub(crate) fn encode_verified<T>(
    value: &T,
    codec: Codec,
    limits: &Limits,
) -> Result<Encoded, EncodeError>
where
    T: Serialize + DeserializeOwned,
{
    match codec {
        Codec::Json => json::encode(value, limits),
        Codec::Compact => compact::encode_verified(value, limits),
    }
}

/// Makes the entry for a value, whoever reads it.
pub(crate) fn encode<T>(value: &T, codec: Codec, limits: &Limits) -> Result<Encoded, EncodeError>
where
    T: Serialize + ?Sized,
{
    match codec {
        Codec::Json => json::encode(value, limits),
        Codec::Compact => compact::encode(value, limits),
    }
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
    if compact::is_compact(entry) {
        compact::decode(entry, limits)
    } else {
        json::decode(entry, limits)
    }
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

/// The entry of an absent value, such as `None`: of JSON's `null`, which Python services take for a miss.
pub(crate) fn absent() -> Vec<u8> {
    zlib::stored(NULL.as_bytes())
}

/// The absent value of a type, if it has one.
pub(crate) fn absence<T: DeserializeOwned>() -> Option<T> {
    caught(|| serde_json::from_str(NULL)).and_then(Result::ok)
}

const NULL: &str = "null";
