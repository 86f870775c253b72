//! The lean form, in which no names stand: they are part of the check alone.
//!
//! ```text
//! entry = form (1 byte) | check (3 or 4) | [ length of the tags (varint) ] | tags | texts
//! ```
//!
//! Tags are those of the named form, with the bytes that they announce, but for these:
//!
//! - A struct has none: its fields' values stand in a row. (One without fields has a tag.)
//! - Variants have the number that serde gives them.
//! - Texts stand together behind the tags, without anything in between. Where a text is the last
//!   value, its tag is left out: it goes to the end. If all are ASCII they have seven bits a character.
//! - Floats may be decimals.
//!
//! Reading, the type says which fields and variants it has, and so the names come back that the value
//! was written with, or others. The check is over the names in the order in which they are met, over the
//! place of each, and over all bytes. With the same check, the value with its names put back is the same,
//! and structs and variants are what they are in the named form when read by position.
//!
//! Types that are not read so (by what is found, by names alone, some fields skipped) come to another
//! check, or to none. So the writer reads what it wrote, and only what could be read is stored.
//! Nothing may stand behind such an entry; `framed` makes one of which that is not true.

mod aside;
mod entry;
mod names;
mod packed;
mod reading;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub(super) use aside::{Aside, Place};
pub(super) use entry::is_lean;
pub(super) use names::{Met, Names};
pub(super) use reading::Lean;

use super::reader::Reader;
use super::writer::Writer;
use super::{PANICKED, is_null};
use crate::caught::caught;
use crate::codec::{DecodeError, EncodeError, Encoded, Limits};

/// Up to this many bytes of value it is tried. In larger ones names are few beside values, which are
/// to be read once more.
const LARGEST: usize = 2048;

/// Makes the entry for a result; `None` where it is to be in the named form.
pub(super) fn encode<T>(value: &T, limits: &Limits) -> Result<Option<Encoded>, EncodeError>
where
    T: Serialize + DeserializeOwned,
{
    let encoded = encode_unread(value, limits)?;
    let is_read =
        |entry: &[u8]| entry.len() <= limits.max_value_size && decode::<T>(entry, limits).is_ok();
    Ok(encoded.filter(|encoded| match encoded {
        Encoded::Entry(entry) => is_read(entry),
        Encoded::Null => true,
    }))
}

/// The same, where nobody has seen whether it can be read.
pub(super) fn encode_unread<T>(value: &T, limits: &Limits) -> Result<Option<Encoded>, EncodeError>
where
    T: Serialize + ?Sized,
{
    let mut writer = Writer::lean(limits.max_decoded_size.min(LARGEST));
    let written = caught(|| value.serialize(&mut writer)).ok_or(PANICKED)?;
    let Some((mut tags, aside)) = writer.finish_lean(written) else {
        return Ok(None);
    };
    if is_null(&tags) && !aside.has_names() {
        return Ok(Some(Encoded::Null));
    }
    let met = aside.finish(&mut tags);
    let entry = entry::seal(&tags, &aside.texts, met);
    Ok(Some(Encoded::Entry(entry)))
}

/// Reads a result back from its entry.
pub(super) fn decode<T>(entry: &[u8], limits: &Limits) -> Result<T, DecodeError>
where
    T: DeserializeOwned,
{
    const BROKEN: DecodeError = DecodeError::Corrupt("a compact entry that cannot be read");

    let parts = entry::open(entry)?;
    // With names, it is a struct that begins like nothing.
    if is_null(parts.tags) && parts.is_of(Met::NOTHING) {
        return Err(DecodeError::Null);
    }
    let limit = limits.max_decoded_size;
    let is_larger = |texts: &[u8]| parts.tags.len() + texts.len() > limit;
    let mut room = packed::Room::new();
    let mut texts = parts.texts;
    if parts.is_packed() && !is_larger(texts) {
        texts = packed::unpack(texts, &mut room);
    }
    if is_larger(texts) {
        return Err(DecodeError::TooLarge { limit });
    }
    // At once, and so not each on its own.
    let texts = std::str::from_utf8(texts).map_err(|_| BROKEN)?;
    let mut reader = Reader::lean(parts.tags, texts);
    match caught(|| reader.whole()) {
        None => Err(DecodeError::Panicked),
        Some(Ok(value)) if reader.met().is_some_and(|met| parts.is_of(met)) => Ok(value),
        // Without the names nobody can tell another type from damage, which is the rarer one.
        Some(_) => Err(DecodeError::Mismatch),
    }
}

/// The entry of these tags and texts, where no names are met.
#[cfg(test)]
pub(super) fn seal_nameless(tags: &[u8], texts: &str) -> Vec<u8> {
    entry::seal(tags, texts.as_bytes(), Met::NOTHING)
}
