//! What an entry says beside its value, behind the value, where readers that know nothing of it do not
//! look: Python's `zlib.decompress` and every conforming reader of a zlib stream.
//!
//! ```text
//! trailer = "dtc" | version (1 byte) | flags (1) | written (6) | fresh until (6) | cost (4) | CRC-32 of the rest (4)
//! ```
//!
//! Times are milliseconds since 1970, the cost is in microseconds; numbers have the least byte first. It is
//! found from the end of the entry. One of another version, a cut one, or none: a plain value.

use std::time::Duration;

use super::compact::with_room_behind;

const MAGIC: [u8; 4] = *b"dtc\x01";
const FLAGS: usize = 1;
const TIME: usize = 6;
const COST: usize = 4;
const CHECKSUM: usize = 4;
/// Of the whole, in bytes.
pub(crate) const LENGTH: usize = MAGIC.len() + FLAGS + 2 * TIME + COST + CHECKSUM;

/// The value is `None`, stored on purpose.
const ABSENT: u8 = 1;
/// What 48 bits hold at most: the year 10889, and here for ever.
const FOREVER: u64 = (1 << 48) - 1;

/// What is known of an entry by those who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trailer {
    /// In milliseconds since 1970.
    pub(crate) written: u64,
    /// The same; `None` for ever.
    pub(crate) fresh_until: Option<u64>,
    /// What it took to compute the value.
    pub(crate) cost: Duration,
    /// Whether it stands for `None`.
    pub(crate) is_absent: bool,
}

impl Trailer {
    /// Sees to it that an entry without a trailer has none: what a value ends in may look like one, and
    /// the last one is read.
    pub(crate) fn guard(entry: &mut Vec<u8>) {
        if Self::of(entry).is_some() {
            let nothing = Self {
                written: 0,
                fresh_until: None,
                cost: Duration::ZERO,
                is_absent: false,
            };
            nothing.append(entry);
        }
    }

    /// That of an entry, if it has one.
    #[inline]
    pub(crate) fn of(entry: &[u8]) -> Option<Self> {
        let (_, trailer) = entry.split_last_chunk::<LENGTH>()?;
        // All that most entries ever cost.
        trailer.starts_with(&MAGIC).then(|| Self::read(trailer))?
    }

    /// Puts it behind an entry, to which room is given for it where it needs that.
    pub(crate) fn append(&self, entry: &mut Vec<u8>) {
        *entry = with_room_behind(std::mem::take(entry));
        entry.reserve_exact(LENGTH);
        let begin = entry.len();
        entry.extend(MAGIC);
        entry.push(if self.is_absent { ABSENT } else { 0 });
        let fresh_until = self.fresh_until.unwrap_or(FOREVER);
        for time in [self.written, fresh_until] {
            let bytes = time.min(FOREVER).to_le_bytes();
            entry.extend(bytes.iter().take(TIME));
        }
        let cost = u32::try_from(self.cost.as_micros()).unwrap_or(u32::MAX);
        entry.extend(cost.to_le_bytes());
        let checksum = libdeflater::crc32(entry.get(begin..).unwrap_or_default());
        entry.extend(checksum.to_le_bytes());
    }

    fn read(trailer: &[u8; LENGTH]) -> Option<Self> {
        let (said, checksum) = trailer.split_last_chunk::<CHECKSUM>()?;
        if libdeflater::crc32(said) != u32::from_le_bytes(*checksum) {
            return None;
        }
        let said = said.get(MAGIC.len()..)?;
        let (&flags, said) = said.split_first()?;
        let (written, said) = said.split_first_chunk::<TIME>()?;
        let (fresh_until, cost) = said.split_first_chunk::<TIME>()?;
        let fresh_until = time(*fresh_until);
        Some(Self {
            written: time(*written),
            fresh_until: (fresh_until != FOREVER).then_some(fresh_until),
            cost: Duration::from_micros(u32::from_le_bytes(*cost.first_chunk()?).into()),
            is_absent: flags & ABSENT != 0,
        })
    }
}

fn time(bytes: [u8; TIME]) -> u64 {
    let bytes = bytes.iter().rev();
    bytes.fold(0, |time, byte| time << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trailers() -> [Trailer; 3] {
        let trailer = Trailer {
            written: 1_795_000_000_123,
            fresh_until: Some(1_795_000_060_123),
            cost: Duration::from_micros(1234),
            is_absent: false,
        };
        let forever = Trailer {
            fresh_until: None,
            is_absent: true,
            ..trailer
        };
        let slow = Trailer {
            cost: Duration::from_micros(u32::MAX.into()),
            ..trailer
        };
        [trailer, forever, slow]
    }

    #[test]
    fn it_comes_back_from_behind_any_value() {
        for value in [&b""[..], b"value", b"dtc\x01"] {
            for trailer in trailers() {
                let mut entry = value.to_vec();
                trailer.append(&mut entry);
                assert_eq!(entry.len(), value.len() + LENGTH);
                assert_eq!(Trailer::of(&entry), Some(trailer));
                assert!(entry.starts_with(value));
            }
        }
    }

    #[test]
    fn a_cut_or_damaged_one_is_none() {
        let mut entry = b"value".to_vec();
        trailers()[0].append(&mut entry);
        for end in 0..entry.len() {
            assert_eq!(Trailer::of(&entry[..end]), None, "cut at {end}");
        }
        for bit in 5 * 8..entry.len() * 8 {
            let mut broken = entry.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Trailer::of(&broken), None, "bit {bit}");
        }
    }

    #[test]
    fn a_value_that_ends_like_one_is_not_taken_for_one() {
        let mut entry = b"value".to_vec();
        Trailer::guard(&mut entry);
        assert_eq!(entry, b"value");
        trailers()[1].append(&mut entry);
        Trailer::guard(&mut entry);
        let read = Trailer::of(&entry).unwrap();
        assert!(!read.is_absent && read.fresh_until.is_none());
    }

    #[test]
    fn a_cost_that_is_too_long_is_the_longest() {
        let mut entry = Vec::new();
        let hours = Trailer {
            cost: Duration::from_secs(100_000),
            ..trailers()[0]
        };
        hours.append(&mut entry);
        let read = Trailer::of(&entry).map(|trailer| trailer.cost);
        assert_eq!(read, Some(Duration::from_micros(u32::MAX.into())));
    }
}
