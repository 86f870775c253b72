//! Inflating at one go, with a state and a buffer that each thread keeps.

use std::cell::Cell;

use libdeflater::{DecompressionError, Decompressor};

use super::DecodeError;

/// The buffer that a thread keeps, in bytes; most texts fit.
const KEPT: usize = 64 * 1024;

thread_local! {
    /// Taken while in use: a type's `Deserialize` may make a cached call of its own.
    static IDLE: Cell<Option<Inflater>> = const { Cell::new(None) };
}

struct Inflater {
    state: Decompressor,
    /// At least `KEPT` bytes, whatever they are.
    buffer: Vec<u8>,
}

/// Hands the text of the stream to `read`.
pub(super) fn inflate<R>(
    entry: &[u8],
    limit: usize,
    read: impl FnOnce(&[u8]) -> R,
) -> Result<R, DecodeError> {
    // Not `with`: this may run while the thread's own values are being dropped.
    let idle = IDLE.try_with(Cell::take).ok().flatten();
    let mut inflater = idle.unwrap_or_else(Inflater::new);
    let read = inflater.text(entry, limit).map(read);
    if inflater.buffer.len() == KEPT {
        let _ = IDLE.try_with(|idle| idle.set(Some(inflater)));
    }
    read
}

impl Inflater {
    fn new() -> Self {
        Self {
            state: Decompressor::new(),
            buffer: vec![0; KEPT],
        }
    }

    /// Nothing in the entry says truthfully how much it holds: where the buffer is too small, the next
    /// one has the room that there may be at most, of which the system provides what is written to. Each
    /// try begins anew, so more of them would only cost more.
    fn text(&mut self, entry: &[u8], limit: usize) -> Result<&[u8], DecodeError> {
        let mut room = self.buffer.len();
        loop {
            room = room.min(limit);
            if self.buffer.len() < room {
                // Instead of `resize`, which would copy what is of no use.
                self.buffer = vec![0; room];
            }
            let output = self.buffer.get_mut(..room).unwrap_or_default();
            match self.state.zlib_decompress(entry, output) {
                Ok(length) => return Ok(self.buffer.get(..length).unwrap_or_default()),
                Err(DecompressionError::InsufficientSpace) if room == limit => {
                    return Err(DecodeError::TooLarge { limit });
                }
                Err(DecompressionError::InsufficientSpace) => room = limit,
                Err(DecompressionError::BadData) => {
                    return Err(DecodeError::Corrupt("not a whole zlib stream"));
                }
            }
        }
    }
}
