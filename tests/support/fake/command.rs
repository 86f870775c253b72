//! Commands as clients send them.

use std::io::BufRead;

/// A command as it came: its words.
pub type Words = Vec<Vec<u8>>;

/// Reads one command, an array of bulk strings; `None` at the end or for anything else.
pub(super) fn read_command(input: &mut impl BufRead) -> Option<Words> {
    let count = read_length(input, b'*')?;
    (0..count).map(|_| read_word(input)).collect()
}

fn read_word(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut word = vec![0; read_length(input, b'$')? + 2];
    input.read_exact(&mut word).ok()?;
    word.truncate(word.len() - 2);
    Some(word)
}

fn read_length(input: &mut impl BufRead, mark: u8) -> Option<usize> {
    let mut line = Vec::new();
    input.read_until(b'\n', &mut line).ok()?;
    let rest = line.strip_prefix(&[mark])?;
    std::str::from_utf8(rest).ok()?.trim().parse().ok()
}
