//! Deflating, with states that are used again.

use std::sync::{Mutex, PoisonError};

use libdeflater::{CompressionLvl, Compressor};

/// A state takes some 330 KB and, made afresh, longer than most texts; results are stored by few
/// threads at a time.
const KEPT: usize = 4;

static IDLE: Mutex<Vec<Compressor>> = Mutex::new(Vec::new());

/// The stream of `text`.
pub(super) fn deflate(text: &[u8]) -> Vec<u8> {
    // zlib's default level, which is 6; libdeflate's is another name for the same trade.
    let mut state = idle()
        .pop()
        .unwrap_or_else(|| Compressor::new(CompressionLvl::default()));
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

fn idle() -> std::sync::MutexGuard<'static, Vec<Compressor>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}
