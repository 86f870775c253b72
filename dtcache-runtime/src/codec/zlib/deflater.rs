//! Deflating, with states that are used again.

use std::sync::{Mutex, PoisonError};

use libdeflater::{CompressionLvl, Compressor};

/// A state takes some 330 KB and, made afresh, longer than most texts; results are stored by few
/// threads at a time.
const KEPT: usize = 4;

static IDLE: Mutex<Vec<Compressor>> = Mutex::new(Vec::new());

/// The stream of `text`.
pub(crate) fn deflate(text: &[u8]) -> Vec<u8> {
    let mut state = idle().pop().unwrap_or_else(fresh);
    let mut stream = vec![0; state.zlib_compress_bound(text.len())];
    let written = state.zlib_compress(text, &mut stream);
    {
        let mut idle = idle();
        if idle.len() < KEPT {
            idle.push(state);
        }
    }
    // The bound is what makes room for every text.
    stream.truncate(written.unwrap_or_default());
    stream.shrink_to_fit();
    stream
}

/// As small as zlib's default level makes it, in two thirds of the time. On 1,000 users in 29 KB:
///
/// | | bytes | instructions |
/// |---|---|---|
/// | libdeflate 1 | 4,681 | 754,000 |
/// | libdeflate 4 | 4,752 | 1,296,000 |
/// | libdeflate 6 | 3,466 | 2,631,000 |
/// | zlib-rs 6 | 4,756 | 1,962,000 |
///
/// On 1.1 KiB of nested JSON level 1 makes 461 bytes, and 4 and 6 make 453.
fn fresh() -> Compressor {
    Compressor::new(CompressionLvl::new(4).unwrap_or_default())
}

fn idle() -> std::sync::MutexGuard<'static, Vec<Compressor>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}
