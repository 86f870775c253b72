//! The bytes of a lean entry: first byte, check, and what is under the check.

use super::super::varint;
use super::names::Met;
use super::packed;
use crate::codec::DecodeError;

/// The low four bits are those of every compact entry. Of the high ones the first is never set; the
/// second says that texts are packed, and the others how many bytes of tags there are.
const FIRST: u8 = 0x07;
const PACKED: u8 = 0x40;
const TAGS: u8 = 0x30;
/// The number stands behind the check.
const MANY_TAGS: u8 = 0x30;
const FEWEST_MANY: usize = 3;

/// Bytes behind the first up to which there are three of check, which are four where they show less.
const SHORT: usize = 31;

const CUT: DecodeError = DecodeError::Corrupt("a compact entry that is cut or damaged");

/// What is found in an entry.
#[derive(Clone, Copy)]
pub(super) struct Parts<'e> {
    first: u8,
    check: &'e [u8],
    sealed: &'e [u8],
    pub(super) tags: &'e [u8],
    pub(super) texts: &'e [u8],
}

pub(in crate::codec::compact) fn is_lean(first: u8) -> bool {
    first & !(PACKED | TAGS) == FIRST
}

/// The entry of a value in which these names were met.
pub(super) fn seal(tags: &[u8], texts: &[u8], met: Met) -> Vec<u8> {
    let is_packed = packed::is_worth_it(texts);
    let number = u8::try_from(tags.len()).unwrap_or(u8::MAX);
    let many = usize::from(number) >= FEWEST_MANY;
    let packed = if is_packed { PACKED } else { 0 };
    let first = FIRST | packed | if many { MANY_TAGS } else { number << 4 };
    let mut sealed = Vec::with_capacity(10 + tags.len() + texts.len());
    if many {
        varint::write(&mut sealed, tags.len());
    }
    sealed.extend_from_slice(tags);
    if is_packed {
        packed::pack(&mut sealed, texts);
    } else {
        sealed.extend_from_slice(texts);
    }
    let length = if sealed.len() + 3 <= SHORT { 3 } else { 4 };
    let check = met.check(first, &sealed);
    let check = check.get(..length).unwrap_or_default();
    [&[first], check, &sealed].concat()
}

/// The parts of an entry that [`is_lean`], as far as they can be told without the names.
pub(super) fn open(entry: &[u8]) -> Result<Parts<'_>, DecodeError> {
    let (&first, rest) = entry.split_first().ok_or(CUT)?;
    let length = if rest.len() <= SHORT { 3 } else { 4 };
    let (check, sealed) = rest.split_at_checked(length).ok_or(CUT)?;
    let mut behind = sealed;
    let tags = match first & TAGS {
        MANY_TAGS => varint::read(&mut behind).map_err(|_| CUT)?,
        few => usize::from(few >> 4),
    };
    let (tags, texts) = behind.split_at_checked(tags).ok_or(CUT)?;
    Ok(Parts {
        first,
        check,
        sealed,
        tags,
        texts,
    })
}

impl Parts<'_> {
    pub(super) fn is_packed(&self) -> bool {
        self.first & PACKED != 0
    }

    /// Whether these names are those that the value was written with, and nothing was damaged.
    pub(super) fn is_of(&self, met: Met) -> bool {
        met.check(self.first, self.sealed).starts_with(self.check)
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::Names;
    use super::*;

    fn met() -> Met {
        let mut met = Met::NOTHING;
        met.add(Names::of(&["id", "name"]), 1);
        met
    }

    #[test]
    fn the_parts_come_back_at_every_length() {
        for tags in [0, 1, 2, 3, 24, 25, 26, 27, 28, 127, 128, 300] {
            for text in [
                "",
                "short",
                "a text that is packed",
                "é",
                "é and some more of it",
            ] {
                let tags = vec![7; tags];
                let entry = seal(&tags, text.as_bytes(), met());
                assert!(is_lean(entry[0]));
                let parts = open(&entry).expect("whole");
                assert_eq!(parts.tags, tags);
                let mut room = packed::Room::new();
                let texts = if parts.is_packed() {
                    packed::unpack(parts.texts, &mut room)
                } else {
                    parts.texts
                };
                assert_eq!(texts, text.as_bytes());
                assert!(parts.is_of(met()));
            }
        }
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_noticed() {
        let is_good = |entry: &[u8]| {
            let is_lean = entry.first().is_some_and(|first| is_lean(*first));
            is_lean && open(entry).is_ok_and(|parts| parts.is_of(met()))
        };
        for entry in [
            seal(&[1, 2], b"a text that is packed", met()),
            seal(&[1], b"short", met()),
            seal(&[1; 100], "é".repeat(50).as_bytes(), met()),
        ] {
            assert!(is_good(&entry));
            for end in 0..entry.len() {
                assert!(!is_good(&entry[..end]), "cut at {end}");
            }
            for bit in 0..entry.len() * 8 {
                let mut broken = entry.clone();
                broken[bit / 8] ^= 1 << (bit % 8);
                assert!(!is_good(&broken), "bit {bit}");
            }
            assert!(!is_good(&[&entry[..], b"x"].concat()));
        }
    }

    #[test]
    fn other_names_or_other_places_are_another_check() {
        let entry = seal(&[1], b"short", met());
        let parts = open(&entry).expect("whole");
        for (names, left) in [
            (&["id", "name"][..], 0),
            (&["name", "id"], 1),
            (&["id", "names"], 1),
            (&["idn", "ame"], 1),
            (&["idname"], 1),
            (&["id"], 1),
            (&["id", "name", ""], 1),
        ] {
            let mut met = Met::NOTHING;
            met.add(Names::of(names), left);
            assert!(!parts.is_of(met), "{names:?} at {left}");
        }
        assert!(!parts.is_of(Met::NOTHING));
    }
}
