//! The zlib stream around the JSON, held to a size in both directions.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};

use super::bounded::Bounded;
use super::{DecodeError, EncodeError};

/// Compresses `json` into at most `limit` bytes.
pub(super) fn deflate(json: &[u8], limit: usize) -> Result<Vec<u8>, EncodeError> {
    let mut encoder = ZlibEncoder::new(Bounded::new(limit), Compression::default());
    encoder
        .write_all(json)
        .and_then(|()| encoder.finish())
        .map(Bounded::into_inner)
        // The buffer is the only thing here that fails.
        .map_err(|_| EncodeError::TooLarge { limit })
}

/// Inflates the stream that opens `entry` to at most `limit` bytes, and gives
/// them with what stands behind the stream.
pub(super) fn inflate(entry: &[u8], limit: usize) -> Result<(Vec<u8>, &[u8]), DecodeError> {
    let mut stream = Decompress::new(true);
    let mut output = Vec::new();
    let mut rest = entry;
    loop {
        if output.len() == output.capacity() {
            grow(&mut output, entry.len(), limit)?;
        }
        let (consumed, produced) = (stream.total_in(), stream.total_out());
        let status = stream
            .decompress_vec(rest, &mut output, FlushDecompress::None)
            .map_err(|error| {
                DecodeError::Corrupt(match error.needs_dictionary() {
                    Some(_) => "the zlib stream needs a dictionary",
                    None => "not a zlib stream",
                })
            })?;
        let read = usize::try_from(stream.total_in() - consumed).unwrap_or(usize::MAX);
        rest = rest.get(read..).unwrap_or_default();
        match status {
            Status::StreamEnd if output.len() > limit => {
                return Err(DecodeError::TooLarge { limit });
            }
            Status::StreamEnd => return Ok((output, rest)),
            _ if read == 0 && stream.total_out() == produced => {
                return Err(DecodeError::Corrupt("the zlib stream is cut short"));
            }
            _ => {}
        }
    }
}

/// Makes room for more output, or refuses where the limit is passed.
///
/// Nothing in the entry says truthfully how much it holds, so the room follows
/// what has come out of it.
fn grow(output: &mut Vec<u8>, entry: usize, limit: usize) -> Result<(), DecodeError> {
    // One more than the limit: a stream needs room to show that it has ended.
    let most = limit.saturating_add(1);
    let had = output.capacity();
    if had >= most {
        return Err(DecodeError::TooLarge { limit });
    }
    let wanted = match had {
        0 => entry.saturating_mul(4).max(256),
        _ => had.saturating_mul(2),
    };
    output.reserve_exact(wanted.min(most) - output.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::{DecodeError, deflate, grow, inflate};

    const TEXT: &[u8] = br#"{"id": 123, "name": "John Doe"}"#;

    fn deflated(text: &[u8]) -> Vec<u8> {
        deflate(text, usize::MAX).unwrap_or_default()
    }

    fn corrupt(entry: &[u8]) -> &'static str {
        match inflate(entry, 1000) {
            Err(DecodeError::Corrupt(reason)) => reason,
            other => panic!("not corrupt: {other:?}"),
        }
    }

    #[test]
    fn what_stands_behind_the_stream_is_handed_out() {
        let mut entry = deflated(TEXT);
        assert_eq!(inflate(&entry, 1000), Ok((TEXT.to_vec(), &b""[..])));
        entry.extend_from_slice(b"anything");
        assert_eq!(inflate(&entry, 1000), Ok((TEXT.to_vec(), &b"anything"[..])));
    }

    #[test]
    fn every_level_is_read() {
        for level in 0..=9 {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
            encoder.write_all(TEXT).unwrap();
            let entry = encoder.finish().unwrap();
            assert_eq!(inflate(&entry, 1000), Ok((TEXT.to_vec(), &b""[..])));
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        let entry = deflated(TEXT);
        for end in 0..entry.len() {
            let reason = corrupt(&entry[..end]);
            assert_eq!(reason, "the zlib stream is cut short", "at {end}");
        }
    }

    #[test]
    fn other_bytes_are_no_stream() {
        assert_eq!(corrupt(b"plain text"), "not a zlib stream");
        let mut entry = deflated(TEXT);
        *entry.last_mut().unwrap() ^= 1;
        assert_eq!(corrupt(&entry), "not a zlib stream");
        // A header that asks for a dictionary, and the dictionary's checksum.
        let asks = [0x78, 0xbb, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1];
        assert_eq!(corrupt(&asks), "the zlib stream needs a dictionary");
    }

    #[test]
    fn the_limit_is_exact() {
        for text in [
            &b""[..],
            b"1",
            TEXT,
            &[b' '; 255],
            &[b' '; 256],
            &vec![b' '; 100_000],
        ] {
            let entry = deflated(text);
            assert_eq!(inflate(&entry, text.len()), Ok((text.to_vec(), &b""[..])));
            if let Some(limit) = text.len().checked_sub(1) {
                let refused = Err(DecodeError::TooLarge { limit });
                assert_eq!(inflate(&entry, limit), refused);
            }
        }
    }

    #[test]
    fn room_grows_with_the_output_and_ends_at_the_limit() {
        let limit = 10_000_000;
        let mut output = Vec::new();
        let mut rooms = Vec::new();
        while grow(&mut output, 20, limit).is_ok() {
            output.resize(output.capacity(), 0_u8);
            rooms.push(output.capacity());
        }
        assert_eq!(rooms.first(), Some(&256));
        assert_eq!(rooms.last(), Some(&(limit + 1)));
        assert!(rooms.windows(2).all(|pair| pair[1] <= 2 * pair[0]));
    }
}
