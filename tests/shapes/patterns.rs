//! Parameters that are taken apart: a tuple under one name, a struct under another.

use dtcache::cache_wrapper;

/// Where to begin, and how much.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Where to begin.
    pub start: u32,
    /// How much.
    pub size: u32,
}

/// Some numbers.
#[cache_wrapper(namespace = "patterns", key(pair = (a, b), window = [start, size]))]
#[must_use]
pub fn numbers((a, b): (u32, u32), Window { start, mut size }: Window) -> u32 {
    size += a;
    size + b + start
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    let window = Window { start: 1, size: 2 };
    [
        numbers((1, 2), window),
        numbers((1, 2), window),
        numbers((1, 3), window),
    ]
}
