//! The names that a lean entry leaves out, as a number that reader and writer come to alike.

/// What was met so far: which names, in which order, and where.
///
/// Where is how many bytes of tags were left. So the value with the names put back is one and the
/// same to all who come to one number, whatever their types are.
#[derive(Clone, Copy)]
pub(in crate::codec::compact) struct Met(u64);

/// The names of a struct's fields, in order, or the name of a variant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::codec::compact) struct Names(u64);

/// What variants begin with, so that none is taken for a field.
const VARIANT: u64 = 0x9e37_79b9_7f4a_7c15;

impl Met {
    pub(in crate::codec::compact) const NOTHING: Self = Self(1);

    #[inline]
    pub(in crate::codec::compact) fn add(&mut self, names: Names, left: usize) {
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        self.0 = mix(mix(self.0, names.0), left);
    }

    /// The check of an entry in which they were met; of its four bytes an entry may keep fewer.
    pub(super) fn check(self, first: u8, sealed: &[u8]) -> [u8; 4] {
        let bytes = u64::from(first) << 32 | u64::from(libdeflater::crc32(sealed));
        let [a, b, c, d, ..] = mix(mix(self.0, bytes), 0).to_be_bytes();
        [a, b, c, d]
    }
}

impl Names {
    pub(in crate::codec::compact) const NONE: Self = Self(0);

    pub(in crate::codec::compact) fn of(fields: &[&str]) -> Self {
        let mut names = Self::NONE;
        for field in fields {
            names.add(field);
        }
        names
    }

    pub(in crate::codec::compact) fn variant(name: &str) -> Self {
        let mut names = Self(VARIANT);
        names.add(name);
        names
    }

    #[inline]
    pub(in crate::codec::compact) fn add(&mut self, name: &str) {
        let name = name.as_bytes();
        // The length is part of it: "ab" and "c" are not "a" and "bc".
        let state = self.0 ^ u64::try_from(name.len()).unwrap_or(u64::MAX);
        self.0 = mix(state, word(name));
    }
}

/// A name as a number, which up to eight bytes it is as it is.
#[inline]
fn word(name: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>())
        && name.len() <= 8
    {
        let [first, last] = [first, last].map(|half| u64::from(u32::from_le_bytes(*half)));
        return first | last << 32;
    }
    let (words, rest) = name.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let rest = rest
        .iter()
        .fold(0, |rest, byte| rest << 8 | u64::from(*byte));
    words.fold(rest, mix)
}

#[inline]
fn mix(state: u64, word: u64) -> u64 {
    let product = (state ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
    product ^ product >> 32
}
