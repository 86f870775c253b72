//! The names that a lean entry leaves out, as a number that reader and writer come to alike.

/// What was met so far: which names, in which order, and where.
///
/// Where is how many bytes of tags were left. So the value with the names put back is one and the
/// same to all who come to the same numbers, whatever their types are.
#[derive(Clone, Copy)]
pub(in crate::codec::compact) struct Met {
    names: u64,
    places: u64,
}

/// The names of a struct's fields, in order, or the name of a variant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::codec::compact) struct Names(u64);

/// What fields and variants begin with, so that none is taken for the other.
const FIELDS: u64 = 0xa076_1d64_78bd_642f;
const VARIANT: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a length is multiplied by, and the end of a long name mixed with: neither is to cancel out with
/// letters.
const LENGTH: u64 = 0xe703_7ed1_a0b4_28db;
const END: u64 = 0x8ebc_6af0_9c88_c6e3;

/// So that none of the three is the others'.
const NAMES: u64 = 0x5899_65cc_7537_4cc3;
const PLACES: u64 = 0x1d8e_4e27_c47d_124f;
const BYTES: u64 = 0xeb44_acca_b455_d165;

impl Met {
    pub(in crate::codec::compact) const NOTHING: Self = Self {
        names: 1,
        places: 1,
    };

    #[inline]
    pub(in crate::codec::compact) fn add(&mut self, names: Names, left: usize) {
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        self.names = mix(self.names, names.0);
        self.places = mix(self.places, left);
    }

    /// The check of an entry in which they were met; of its four bytes an entry may keep fewer.
    ///
    /// Names, places and bytes are three checks, one over the other. So where fields are called otherwise
    /// or have changed places, which leaves places and bytes as they are, all entries have another check or
    /// none has: it is not chance for each entry, but once, of one in sixteen million.
    pub(super) fn check(self, first: u8, sealed: &[u8]) -> [u8; 4] {
        let bytes = u64::from(first) << 32 | u64::from(libdeflater::crc32(sealed));
        let check = mix(self.names, NAMES) ^ mix(self.places, PLACES) ^ mix(bytes, BYTES);
        let [a, b, c, d, ..] = check.to_be_bytes();
        [a, b, c, d]
    }
}

impl Names {
    pub(in crate::codec::compact) const NONE: Self = Self(FIELDS);

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
        let length = u64::try_from(name.len()).unwrap_or(u64::MAX);
        let state = self.0.wrapping_add(length.wrapping_mul(LENGTH));
        self.0 = mix(state, word(name));
    }
}

/// A name as a number, which up to eight bytes it is as it is. Of a longer one, the bytes behind the last
/// eight are mixed before they meet others: `a_until_b` is not `b_until_a`.
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
    if name.len() < 8 {
        return rest;
    }
    words.fold(mix(rest, END), mix)
}

#[inline]
fn mix(state: u64, word: u64) -> u64 {
    let product = (state ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
    product ^ product >> 32
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Letters that cancel out, at every length: those at the ends, those eight apart, and all in one.
    fn alike() -> Vec<String> {
        let mut names = vec![String::new()];
        for length in 1..40 {
            for (a, b) in [('a', 'b'), ('b', 'a'), ('a', 'a'), ('b', 'b')] {
                for first in 0..length {
                    for last in first..length {
                        let mut name = vec!['x'; length];
                        (name[first], name[last]) = (a, b);
                        names.push(name.into_iter().collect());
                    }
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn names_that_are_nearly_the_same_are_told_apart() {
        let names = alike();
        let mut seen = HashMap::new();
        for name in &names {
            for (what, number) in [
                ("alone", Names::of(&[name]).0),
                ("first", Names::of(&[name, "n"]).0),
                ("last", Names::of(&["n", name]).0),
                ("variant", Names::variant(name).0),
            ] {
                let other = seen.insert(number, (what, name));
                assert_eq!(other, None, "{what} {name}");
            }
        }
        assert!(!seen.contains_key(&Names::NONE.0));
    }

    #[test]
    fn names_in_another_order_are_others() {
        for pair in alike().windows(2) {
            let [one, other] = pair else { continue };
            let (one, other) = (one.as_str(), other.as_str());
            for mut names in [
                vec![one, other],
                vec![one, "", other],
                vec!["n", one, other],
            ] {
                let before = Names::of(&names).0;
                names.reverse();
                assert_ne!(Names::of(&names).0, before, "{names:?}");
            }
        }
    }

    #[test]
    fn other_names_are_another_check_whatever_the_entry_holds() {
        let met = |names: &[&str], left| {
            let mut met = Met::NOTHING;
            met.add(Names::of(names), left);
            met
        };
        let (one, other) = (["amount", "limit"], ["limit", "amount"]);
        let differ = |bytes: &[u8], left| {
            let [one, other] = [one, other].map(|names| met(&names, left).check(7, bytes));
            std::array::from_fn::<u8, 4, _>(|place| one[place] ^ other[place])
        };
        let first = differ(b"", 0);
        assert_ne!(first[..3], [0; 3]);
        for number in 0..10_000_usize {
            assert_eq!(differ(&number.to_le_bytes(), number), first);
        }
    }
}
