//! What a fault does to the bytes of replies.

use super::fault::{Fault, Place};
use super::reply::{Part, Replies, Span};

/// Turns bits over where the fault says so, and gives the number of bytes that still pass where it
/// says that the connection is to end.
pub(super) fn spoil(
    bytes: &mut [u8],
    replies: &mut Replies,
    fault: Option<Fault>,
) -> Option<usize> {
    let mut at = 0;
    while at < bytes.len() {
        let span = replies.next(&bytes[at..]);
        match fault {
            Some(Fault::Reset { after } | Fault::Truncate { after }) => {
                if let Some(cut) = within(after, span.in_reply, span.length) {
                    return Some(at + cut);
                }
            }
            Some(Fault::Flip { at: place, mask }) => {
                if let Some(byte) = hit(place, &span) {
                    bytes[at + byte] ^= mask;
                }
            }
            _ => {}
        }
        at += span.length;
    }
    None
}

fn hit(place: Place, span: &Span) -> Option<usize> {
    match (place, span.part) {
        (Place::Line(byte), Part::Line) | (Place::Payload(byte), Part::Payload) => {
            within(byte, span.in_part, span.length)
        }
        _ => None,
    }
}

/// Where `place` is behind `begin`, when it is one of the `length` bytes from there.
fn within(place: usize, begin: usize, length: usize) -> Option<usize> {
    place.checked_sub(begin).filter(|offset| *offset < length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLIES: &[u8] = b"+OK\r\n$3\r\nabc\r\n*2\r\n$1\r\nx\r\n:7\r\n$-1\r\n$0\r\n\r\n-ERR\r\n";

    /// All replies in pieces of `size`; where a connection ends, the rest is lost.
    fn passed(fault: Fault, size: usize) -> String {
        let (mut replies, mut passed) = (Replies::new(), Vec::new());
        for piece in REPLIES.chunks(size) {
            let mut piece = piece.to_vec();
            let cut = spoil(&mut piece, &mut replies, Some(fault));
            passed.extend_from_slice(&piece[..cut.unwrap_or(piece.len())]);
            if cut.is_some() {
                break;
            }
        }
        String::from_utf8(passed).expect("ASCII")
    }

    #[test]
    fn bytes_are_found_however_replies_are_cut_into_pieces() {
        let flip = |at| Fault::Flip { at, mask: 0x20 };
        let text = std::str::from_utf8(REPLIES).expect("ASCII");
        for size in 1..=REPLIES.len() {
            let second = passed(flip(Place::Payload(1)), size);
            assert_eq!(second, text.replace("abc", "aBc"), "pieces of {size}");
            let first = passed(flip(Place::Payload(0)), size);
            let expected = text.replace("abc", "Abc").replace('x', "X");
            assert_eq!(first, expected, "pieces of {size}");
            let lines = passed(flip(Place::Line(2)), size);
            assert!(lines.starts_with("+Ok\r\n$3-\nabc"), "{lines:?}");
        }
    }

    #[test]
    fn an_end_is_counted_from_the_begin_of_a_reply() {
        for size in 1..=REPLIES.len() {
            for (after, end) in [
                (0, 0),
                (4, 4),
                (5, 10),
                (8, 13),
                (9, 23),
                (14, 28),
                (15, 46),
            ] {
                for fault in [Fault::Reset { after }, Fault::Truncate { after }] {
                    let expected = std::str::from_utf8(&REPLIES[..end]).expect("ASCII");
                    assert_eq!(passed(fault, size), expected, "{fault:?}, pieces of {size}");
                }
            }
        }
    }
}
