//! Texts of seven bits a character, where all of them are ASCII: eight characters in seven bytes.

/// Fills the last eight, and is at the end of no text that is packed.
const PAD: u8 = 0x7f;

/// Bytes of texts that are unpacked without an allocation.
const SHORT: usize = 64;

/// Where texts are unpacked.
pub(super) struct Room {
    short: [u8; SHORT],
    long: Vec<u8>,
}

impl Room {
    pub(super) const fn new() -> Self {
        Self {
            short: [0; SHORT],
            long: Vec::new(),
        }
    }
}

/// Whether texts get smaller by it.
pub(super) fn is_worth_it(texts: &[u8]) -> bool {
    texts.len() >= 8 && texts.last() != Some(&PAD) && texts.is_ascii()
}

/// Adds the texts to `bytes`.
pub(super) fn pack(bytes: &mut Vec<u8>, texts: &[u8]) {
    let (eights, rest) = texts.as_chunks::<8>();
    for eight in eights {
        bytes.extend_from_slice(&squeezed(*eight));
    }
    match <[u8; 7]>::try_from(rest) {
        // They would take seven bytes too, and could not be told from eight.
        Ok(seven) => bytes.extend_from_slice(&squeezed(with_last(seven, PAD))),
        Err(_) => bytes.extend_from_slice(rest),
    }
}

/// How many bytes these are unpacked, or one more.
fn unpacked_length(packed: &[u8]) -> usize {
    packed.len() + packed.len() / 7
}

pub(super) fn unpack<'r>(packed: &[u8], room: &'r mut Room) -> &'r [u8] {
    let length = unpacked_length(packed);
    let place = if length <= SHORT {
        room.short.get_mut(..length).unwrap_or_default()
    } else {
        room.long.resize(length, 0);
        &mut room.long
    };
    let (sevens, rest) = packed.as_chunks::<7>();
    let (eights, last) = place.as_chunks_mut::<8>();
    for (eight, seven) in eights.iter_mut().zip(sevens) {
        *eight = spread(*seven);
    }
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    place.strip_suffix(&[PAD]).unwrap_or(place)
}

/// Takes the highest bit out of each byte: of two, then of two of these, then of two of those.
fn squeezed(eight: [u8; 8]) -> [u8; 7] {
    let bits = u64::from_le_bytes(eight);
    let bits = bits & 0x007f_007f_007f_007f | (bits & 0x7f00_7f00_7f00_7f00) >> 1;
    let bits = bits & 0x0000_3fff_0000_3fff | (bits & 0x3fff_0000_3fff_0000) >> 2;
    let bits = bits & 0x0fff_ffff | (bits & 0x0fff_ffff_0000_0000) >> 4;
    let [seven @ .., _] = bits.to_le_bytes();
    seven
}

/// Puts them back.
fn spread(seven: [u8; 7]) -> [u8; 8] {
    let bits = u64::from_le_bytes(with_last(seven, 0));
    let bits = bits & 0x0fff_ffff | (bits & 0x00ff_ffff_f000_0000) << 4;
    let bits = bits & 0x0000_3fff_0000_3fff | (bits & 0x0fff_c000_0fff_c000) << 2;
    let bits = bits & 0x007f_007f_007f_007f | (bits & 0x3f80_3f80_3f80_3f80) << 1;
    bits.to_le_bytes()
}

fn with_last(seven: [u8; 7], last: u8) -> [u8; 8] {
    let mut eight = [last; 8];
    if let Some(place) = eight.first_chunk_mut() {
        *place = seven;
    }
    eight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_at_every_length() {
        for length in 8..300_usize {
            // All that is ASCII, and at the end everything but the pad.
            let texts: Vec<u8> = (0..127).cycle().take(length).collect();
            let texts: Vec<u8> = texts.into_iter().rev().collect();
            assert!(is_worth_it(&texts));
            let mut packed = Vec::new();
            pack(&mut packed, &texts);
            assert_eq!(packed.len(), length - length / 8);
            assert!(unpacked_length(&packed) - length <= 1);
            assert_eq!(unpack(&packed, &mut Room::new()), texts);
        }
    }

    #[test]
    fn what_is_no_ascii_or_ends_like_a_pad_is_left_as_it_is() {
        assert!(is_worth_it(b"\x7fJohn Doe"));
        assert!(!is_worth_it(b"John Doe\x7f"));
        assert!(!is_worth_it("Zoë Müller".as_bytes()));
        assert!(!is_worth_it(b"7 bytes"));
    }

    #[test]
    fn any_bytes_are_unpacked() {
        for length in 0..100 {
            let packed = vec![0xff; length];
            let room = &mut Room::new();
            let unpacked = unpack(&packed, room);
            assert!(unpacked.len() <= unpacked_length(&packed));
        }
    }
}
