//! Streams of a single stored block: the text as it is, between eleven bytes (RFC 1951, 3.2.4).

use libdeflater::adler32;

/// Texts up to this many bytes are stored as they are. Deflating one of 256 bytes saves a quarter of
/// it, and costs 2.5 µs at every hit and 10 at every miss; below it saves less. The curve is drawn
/// by `cargo xtask bench curve`, and shown in `ARCHITECTURE.md`.
pub(super) const WORTH_IT: usize = 256;

/// A window of 32 KiB, and no compression.
const HEADER: [u8; 2] = [0x78, 0x01];
/// The last block, stored.
const LAST_STORED: u8 = 0x01;
/// The header, the kind of the block, its length and the length's complement.
const BEFORE: usize = 7;
const CHECKSUM: usize = 4;

/// The stream of `text`, which has at most [`WORTH_IT`] bytes; a block has room for 65,535.
pub(crate) fn write(text: &[u8]) -> Vec<u8> {
    const { assert!(WORTH_IT <= u16::MAX as usize) }
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let mut stream = Vec::with_capacity(BEFORE + text.len() + CHECKSUM);
    stream.extend(HEADER);
    stream.push(LAST_STORED);
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(text);
    stream.extend(adler32(text).to_be_bytes());
    stream
}

/// The text of a stream as [`write()`] makes it; `None` of any other, be it good or bad.
pub(super) fn text(entry: &[u8]) -> Option<&[u8]> {
    let (before, behind) = entry.split_first_chunk::<BEFORE>()?;
    let [first, second, LAST_STORED, low, high, not_low, not_high] = *before else {
        return None;
    };
    let length = u16::from_le_bytes([low, high]);
    if [first, second] != HEADER || u16::from_le_bytes([not_low, not_high]) != !length {
        return None;
    }
    let (text, behind) = behind.split_at_checked(usize::from(length))?;
    let checksum = behind.first_chunk::<CHECKSUM>()?;
    (u32::from_be_bytes(*checksum) == adler32(text)).then_some(text)
}
