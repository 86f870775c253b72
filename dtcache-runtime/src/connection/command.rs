//! A command on its way to a buffer that is there already.

use redis::Cmd;

/// Words of a command, at most; a `SET` with a time to live has them.
const MOST: usize = 5;

/// What each word takes beside its bytes, `$`, a length and two ends of lines, as far as room is made
/// beforehand.
const AROUND: usize = 16;

/// A command that can be written where commands are sent from.
pub(crate) trait Pack {
    /// Puts it behind what is there.
    fn pack(&self, buffer: &mut Vec<u8>);
}

/// A command whose words lie elsewhere, so that it allocates nothing: one of those that hits and misses
/// are made of. A [`Cmd`] takes 1,260 instructions to make, write and drop, which is more than all else
/// that a connection does for a hit.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    words: [&'a [u8]; MOST],
    count: usize,
}

impl<'a> Words<'a> {
    /// The command of these words.
    pub(crate) fn of<const N: usize>(given: [&'a [u8]; N]) -> Self {
        const { assert!(N <= MOST, "make room for it") };
        let mut words: [&[u8]; MOST] = [&[]; MOST];
        for (place, word) in words.iter_mut().zip(given) {
            *place = word;
        }
        Self { words, count: N }
    }

    /// For whoever wants a command of redis-rs.
    pub(crate) fn to_cmd(self) -> Cmd {
        let length = self.iter().map(<[u8]>::len).sum();
        let mut command = Cmd::with_capacity(self.count, length);
        for word in self.iter() {
            command.arg(word);
        }
        command
    }

    fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        self.words.into_iter().take(self.count)
    }
}

impl Pack for Cmd {
    fn pack(&self, buffer: &mut Vec<u8>) {
        self.write_packed_command(buffer);
    }
}

impl Pack for Words<'_> {
    fn pack(&self, buffer: &mut Vec<u8>) {
        let length: usize = self.iter().map(|word| word.len() + AROUND).sum();
        buffer.reserve(AROUND + length);
        let mut digits = itoa::Buffer::new();
        let mut announce = |buffer: &mut Vec<u8>, kind, number: usize| {
            buffer.push(kind);
            buffer.extend_from_slice(digits.format(number).as_bytes());
            buffer.extend_from_slice(b"\r\n");
        };
        announce(buffer, b'*', self.count);
        for word in self.iter() {
            announce(buffer, b'$', word.len());
            buffer.extend_from_slice(word);
            buffer.extend_from_slice(b"\r\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_redis_rs_writes() {
        let long = vec![b'x'; 70_000];
        for command in [
            Words::of([b"PING"]),
            Words::of([b"SET", b"key", b"\r\n\0\xff"]),
            Words::of([b"SET", b"key", b"\r\n\0\xff", b"PX", b"3600000"]),
            Words::of([b"SET", b"", &long]),
        ] {
            let (mut packed, mut theirs) = (b"before".to_vec(), b"before".to_vec());
            command.pack(&mut packed);
            command.to_cmd().pack(&mut theirs);
            assert!(packed == theirs);
        }
    }
}
