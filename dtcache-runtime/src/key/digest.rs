//! One hashed part of a key.

use sha2::{Digest as _, Sha256};

use super::sink::Sink;

/// The text of a part on its way into SHA-256: nothing until its first argument.
///
/// Most texts are short and hashed at one go; only what a state of SHA-256 would take for itself is
/// kept of them.
pub(super) struct Part {
    brackets: Brackets,
    text: Text,
}

/// What stands around the arguments.
#[derive(Clone, Copy)]
pub(super) enum Brackets {
    Array,
    Object,
}

enum Text {
    Short { bytes: [u8; SHORT], used: usize },
    Long(Sha256),
}

/// As many bytes as a state of SHA-256 has, with its buffer.
const SHORT: usize = 96;

impl Part {
    pub(super) const fn new(brackets: Brackets) -> Self {
        Self {
            brackets,
            text: Text::Short {
                bytes: [0; SHORT],
                used: 0,
            },
        }
    }

    /// Where the next argument goes, its separator already written.
    pub(super) fn next(&mut self) -> &mut dyn Sink {
        let separator = if self.is_empty() {
            self.brackets.open()
        } else {
            ", "
        };
        self.put(separator);
        self
    }

    /// Appends a colon and 64 digits; nothing where there were no arguments.
    pub(super) fn append_to(mut self, key: &mut String) {
        if self.is_empty() {
            return;
        }
        self.put(self.brackets.close());
        if !key.is_empty() {
            key.push(':');
        }
        let hash = match self.text {
            Text::Short { bytes, used } => Sha256::digest(bytes.get(..used).unwrap_or_default()),
            Text::Long(hash) => hash.finalize(),
        };
        // All digits at once: a push for each took a twentieth of a hit's instructions.
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(hash) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
        }
        key.push_str(std::str::from_utf8(&digits).unwrap_or_default());
    }

    fn is_empty(&self) -> bool {
        matches!(self.text, Text::Short { used: 0, .. })
    }
}

impl Sink for Part {
    fn put(&mut self, text: &str) {
        match &mut self.text {
            Text::Long(hash) => hash.update(text),
            Text::Short { bytes, used } => {
                let end = *used + text.len();
                if let Some(room) = bytes.get_mut(*used..end) {
                    room.copy_from_slice(text.as_bytes());
                    *used = end;
                } else {
                    let mut hash = Sha256::new();
                    hash.update(bytes.get(..*used).unwrap_or_default());
                    hash.update(text);
                    self.text = Text::Long(hash);
                }
            }
        }
    }
}

impl Brackets {
    const fn open(self) -> &'static str {
        match self {
            Self::Array => "[",
            Self::Object => "{",
        }
    }

    const fn close(self) -> &'static str {
        match self {
            Self::Array => "]",
            Self::Object => "}",
        }
    }
}

const fn digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'a' - 10 + nibble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a part of this text is called.
    fn hashed(pieces: &[&str]) -> String {
        let mut part = Part::new(Brackets::Array);
        for piece in pieces {
            part.put(piece);
        }
        let mut key = String::new();
        part.append_to(&mut key);
        key
    }

    #[test]
    fn it_is_sha_256_in_lowercase_hex() {
        assert_eq!(
            hashed(&["[", "1"]),
            "080a9ed428559ef602668b4c00f114f1a11c3f6b02a435f0bdc154578e4d7f22"
        );
        assert_eq!(hashed(&[]), "");
    }

    #[test]
    fn the_pieces_do_not_matter_however_long_they_are() {
        let text: String = ('a'..='z').cycle().take(3 * SHORT).collect();
        for length in 1..text.len() {
            let text = &text[..length];
            let whole = hashed(&[text]);
            for cut in [1, 63, 64, SHORT - 1, SHORT, SHORT + 1, length - 1] {
                if let Some((one, other)) = text.split_at_checked(cut) {
                    assert_eq!(hashed(&[one, other]), whole, "{length} cut at {cut}");
                }
            }
        }
    }
}
