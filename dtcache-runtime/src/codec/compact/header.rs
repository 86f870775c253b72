//! What stands before the payload: a first byte that opens no zlib stream, a checksum, a length.

use super::{lean, varint};
use crate::codec::{DecodeError, trailer};

/// The low four bits are never 8, as they are in every zlib stream; the high ones are the version.
pub(super) const MAGIC: u8 = 0xd7;

/// Opens the length of a lean entry, and that entry.
const FRAME: u8 = 0xf7;

const CHECKSUM: usize = 4;
const LONGEST_LENGTH: usize = 10;

const CUT: DecodeError = DecodeError::Corrupt("a compact entry that is cut or damaged");

/// Whether this is a compact entry, of whatever version.
pub(in crate::codec) fn is_compact(entry: &[u8]) -> bool {
    entry
        .first()
        .is_some_and(|first| first & 0x0f == MAGIC & 0x0f)
}

/// The entry whose payload is `names` and `value`, in a row.
pub(super) fn seal(names: &[u8], value: &[u8]) -> Vec<u8> {
    let payload = names.len() + value.len();
    let mut entry = Vec::with_capacity(1 + CHECKSUM + LONGEST_LENGTH + payload);
    entry.push(MAGIC);
    entry.extend_from_slice(&[0; CHECKSUM]);
    varint::write(&mut entry, payload);
    entry.extend_from_slice(names);
    entry.extend_from_slice(value);
    let checked = entry.get(1 + CHECKSUM..).unwrap_or_default();
    let checksum = libdeflater::crc32(checked).to_le_bytes();
    if let Some(place) = entry.get_mut(1..=CHECKSUM) {
        place.copy_from_slice(&checksum);
    }
    entry
}

/// The payload of an entry, which is whole. What stands behind it is not looked at.
pub(super) fn open(entry: &[u8]) -> Result<&[u8], DecodeError> {
    let Some((&MAGIC, rest)) = entry.split_first() else {
        let what = "a compact entry of another version";
        return Err(DecodeError::Corrupt(what));
    };
    let (checksum, sealed) = rest.split_first_chunk::<CHECKSUM>().ok_or(CUT)?;
    // The length is under the checksum too.
    let mut after = sealed;
    let length = varint::read(&mut after).map_err(|_| CUT)?;
    let payload = after.get(..length).ok_or(CUT)?;
    let checked = sealed
        .get(..sealed.len() - after.len() + length)
        .ok_or(CUT)?;
    if libdeflater::crc32(checked) == u32::from_le_bytes(*checksum) {
        Ok(payload)
    } else {
        Err(CUT)
    }
}

/// The same entry as one behind which other bytes may stand. A lean one has them follow its length,
/// for which it takes two bytes; the others are as they were.
pub(crate) fn with_room_behind(entry: Vec<u8>) -> Vec<u8> {
    if !entry.first().is_some_and(|first| lean::is_lean(*first)) {
        return entry;
    }
    let behind = trailer::LENGTH;
    let mut framed = Vec::with_capacity(1 + LONGEST_LENGTH + entry.len() + behind);
    framed.push(FRAME);
    varint::write(&mut framed, entry.len());
    framed.extend_from_slice(&entry);
    framed
}

/// The lean entry to which room was given, without what stands behind it; `None` where it is another
/// form. The length has no check of its own: with a wrong one, the entry is cut or too long, which its
/// check shows.
pub(super) fn framed(entry: &[u8]) -> Option<Result<&[u8], DecodeError>> {
    let mut rest = entry.strip_prefix(&[FRAME])?;
    let length = varint::read(&mut rest).ok();
    let lean = length.and_then(|length| rest.get(..length));
    let lean = lean.filter(|lean| lean.first().is_some_and(|first| lean::is_lean(*first)));
    Some(lean.ok_or(CUT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_comes_back_whatever_stands_behind_it() {
        for length in [0, 1, 127, 128, 20_000] {
            let payload = vec![7; length];
            let mut entry = seal(&payload[..length / 2], &payload[length / 2..]);
            assert!(is_compact(&entry));
            assert_eq!(open(&entry), Ok(&payload[..]));
            entry.extend_from_slice(b"anything");
            assert_eq!(open(&entry), Ok(&payload[..]));
        }
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_noticed() {
        let entry = seal(b"pay", b"load");
        for end in 1..entry.len() {
            assert_eq!(open(&entry[..end]), Err(CUT), "cut at {end}");
        }
        for bit in 0..entry.len() * 8 {
            let mut broken = entry.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&broken).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn zlib_and_other_versions_are_told_apart() {
        let mut entry = seal(b"", b"payload");
        entry[0] ^= 0x10;
        assert!(is_compact(&entry));
        assert!(matches!(open(&entry), Err(DecodeError::Corrupt(_))));
        for header in [0x08, 0x18, 0x28, 0x38, 0x48, 0x58, 0x68, 0x78] {
            assert!(!is_compact(&[header]));
        }
        assert!(!is_compact(b""));
    }
}
