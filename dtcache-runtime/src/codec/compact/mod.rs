//! The compact codec: small, fast to read, and for types that may change.
//!
//! An entry has one of two forms, told by its first byte. The *lean* one has no names, but a check over
//! them (`lean`): a type that changed finds a miss. It is for what calls store, up to a size and where
//! the type reads it. The rest has the *named* form, which says itself what it is:
//!
//! ```text
//! entry   = magic and version (1 byte) | CRC-32 of what follows (4) | length (varint) | payload [ trailer ]
//! payload = the shapes of structs and the names of variants, each once | value
//! ```
//!
//! A value is a tag (`tag`) and what it announces. A struct is the number of its shape, which is the
//! list of its fields' names, and the fields' values in a row: the names are written once, however
//! many structs there are. Variants likewise. Their numbers count in the order in which they stand.
//!
//! Read by names, a struct is a map from names to values, as in JSON. Where the shape is exactly what the
//! type asks for, it is a sequence instead, which spares looking up names; the names have been
//! compared, so that is another way to the same value for every type that positional formats can
//! read. Where that fails, the whole is read once more by names.
//!
//! It calls itself human-readable. So what a type does here is what it does in JSON, which is what
//! most types are tested with, and a type that is read by what it finds (`deserialize_any`) finds
//! what it would find there. The price is some bytes, for addresses and times that are text.

mod budget;
mod de;
mod decimal;
mod failed;
mod header;
mod lean;
mod number;
mod reader;
mod ser;
mod shape;
mod skip;
mod table;
mod tag;
mod varint;
mod writer;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;

use failed::Failed;
pub(super) use header::is_compact;
pub(crate) use header::with_room_behind;
use reader::Reader;
use writer::Writer;

use super::{DecodeError, EncodeError, Encoded, Limits};
use crate::caught::caught;

/// Levels of sequences, maps, structs, variants and `Some`s, which are bounded both ways.
const MAX_DEPTH: usize = 127;

const PANICKED: EncodeError = EncodeError::Unencodable("its Serialize panicked");

/// Makes the entry for a result that can be read back here.
pub(super) fn encode_verified<T>(value: &T, limits: &Limits) -> Result<Encoded, EncodeError>
where
    T: Serialize + DeserializeOwned,
{
    match lean::encode(value, limits)? {
        Some(encoded) => Ok(encoded),
        None => encode(value, limits),
    }
}

/// Makes the entry for a result, in the named form.
pub(super) fn encode<T>(value: &T, limits: &Limits) -> Result<Encoded, EncodeError>
where
    T: Serialize + ?Sized,
{
    let mut writer = Writer::new(limits.max_decoded_size);
    let written = caught(|| value.serialize(&mut writer)).ok_or(PANICKED)?;
    let (bytes, names) = writer.finish(written)?;
    let (value, names) = bytes.split_at_checked(names).unwrap_or_default();
    if is_null(value) {
        return Ok(Encoded::Null);
    }
    let entry = header::seal(names, value);
    if entry.len() > limits.max_value_size {
        return Err(EncodeError::TooLarge {
            limit: limits.max_value_size,
        });
    }
    Ok(Encoded::Entry(entry))
}

/// Reads a result back from its entry.
pub(super) fn decode<T>(entry: &[u8], limits: &Limits) -> Result<T, DecodeError>
where
    T: DeserializeOwned,
{
    const BROKEN: DecodeError = DecodeError::Corrupt("a compact entry that cannot be read");

    let entry = match header::framed(entry) {
        Some(entry) => entry?,
        None => entry,
    };
    if entry.first().is_some_and(|first| lean::is_lean(*first)) {
        return lean::decode(entry, limits);
    }
    let payload = header::open(entry)?;
    let limit = limits.max_decoded_size;
    if payload.len() > limit {
        return Err(DecodeError::TooLarge { limit });
    }
    let mut reader = Reader::new(payload, limit).map_err(|_| BROKEN)?;
    if is_null(reader.rest()) {
        return Err(DecodeError::Null);
    }
    let mut read = caught(|| reader.whole());
    if reader.went_by_position() && read.as_ref().is_some_and(Result::is_err) {
        reader = Reader::by_names(payload, limit).map_err(|_| BROKEN)?;
        read = caught(|| reader.whole());
    }
    match read {
        Some(Ok(value)) => Ok(value),
        None => Err(DecodeError::Panicked),
        Some(Err(Failed)) if reader.is_over() => Err(DecodeError::TooLarge { limit }),
        // A type may object before the bytes are seen to be broken.
        Some(Err(Failed)) if skip::is_whole(payload, limit) => Err(DecodeError::Mismatch),
        Some(Err(Failed)) => Err(BROKEN),
    }
}

/// Whether a value, as it is written, is nothing: `None`, unit, or a `Some` of these.
fn is_null(value: &[u8]) -> bool {
    let first = value.first();
    first.is_some_and(|first| matches!(*first, tag::NONE | tag::UNIT | tag::SOME))
}
