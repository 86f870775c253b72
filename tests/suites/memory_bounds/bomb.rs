//! A zip bomb.

use flate2::{Compress, Compression, FlushCompress};
use support::entry;

use crate::MIB;

/// A zlib stream of a JSON string of `mebibytes` MiB; valid to its last byte.
///
/// Deflating all of it would take a debug build minutes. One MiB is deflated to a block that
/// refers to nothing before it and repeated as often as needed.
pub(crate) fn bomb(mebibytes: usize) -> Vec<u8> {
    let filling = vec![b'a'; MIB];
    let (quote, block) = (deflated(b"\""), deflated(&filling));
    let mut checksum = Adler::new();
    let mut stream = vec![0x78, 0x9c];
    stream.extend(&quote);
    checksum.add(b"\"");
    let (sum, weighted) = Adler::of(&filling);
    for _ in 0..mebibytes {
        stream.extend(&block);
        checksum.add_sums(MIB, sum, weighted);
    }
    stream.extend(&quote);
    checksum.add(b"\"");
    // An empty last block.
    stream.extend([0x03, 0x00]);
    stream.extend(checksum.finish().to_be_bytes());
    stream
}

/// A deflate block that ends at a byte and that nothing after it refers to.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut block = Vec::with_capacity(bytes.len() + 64);
    let mut compress = Compress::new(Compression::best(), false);
    compress
        .compress_vec(bytes, &mut block, FlushCompress::Full)
        .expect("deflated");
    assert_eq!(compress.total_in(), bytes.len() as u64);
    block
}

/// The checksum at the end of a zlib stream, by RFC 1950.
struct Adler {
    a: u64,
    b: u64,
}

impl Adler {
    const BASE: u64 = 65_521;

    fn new() -> Self {
        Self { a: 1, b: 0 }
    }

    /// The sum of the bytes, and the sum with each byte as often as bytes stand from it to the end.
    fn of(bytes: &[u8]) -> (u64, u64) {
        bytes.iter().fold((0, 0), |(sum, weighted), byte| {
            let sum = sum + u64::from(*byte);
            (sum, weighted + sum)
        })
    }

    fn add(&mut self, bytes: &[u8]) {
        let (sum, weighted) = Self::of(bytes);
        self.add_sums(bytes.len(), sum, weighted);
    }

    fn add_sums(&mut self, count: usize, sum: u64, weighted: u64) {
        self.b = (self.b + count as u64 * self.a + weighted) % Self::BASE;
        self.a = (self.a + sum) % Self::BASE;
    }

    fn finish(self) -> u32 {
        u32::try_from(self.b << 16 | self.a).expect("two 16-bit numbers")
    }
}

#[test]
fn a_bomb_is_a_valid_entry() {
    let value = entry::decode(&bomb(3));
    assert_eq!(value.as_str().map(str::len), Some(3 * MIB));
}
