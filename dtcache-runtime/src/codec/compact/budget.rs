//! What a payload may cost beside its own length.

use std::cell::Cell;

/// What is left of it.
pub(super) struct Budget {
    /// Bytes of names: one stands in a payload once, and a byte is enough to ask for it again.
    names: usize,
    is_over: bool,
    /// Elements to set memory aside for. Each takes a byte, so only a broken payload announces more
    /// of them, all its lists together, than it has bytes.
    hints: Cell<usize>,
}

impl Budget {
    /// For a payload of so many bytes, whose names take at most `limit` where they are repeated.
    pub(super) fn new(payload: usize, limit: usize) -> Self {
        Self {
            names: limit,
            is_over: false,
            hints: Cell::new(payload),
        }
    }

    /// Whether a name of this length may be handed out once more.
    #[inline]
    pub(super) fn name(&mut self, length: usize) -> bool {
        let is_enough = length <= self.names;
        if is_enough {
            self.names -= length;
        } else {
            self.refuse();
        }
        is_enough
    }

    #[cold]
    fn refuse(&mut self) {
        self.is_over = true;
        self.names = 0;
    }

    /// Whether a name was refused.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// For how many of so many elements memory may be set aside.
    pub(super) fn hint(&self, elements: usize) -> usize {
        let hint = elements.min(self.hints.get());
        self.hints.set(self.hints.get() - hint);
        hint
    }
}
