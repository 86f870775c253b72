//! Where printed text goes: into a hash, or into a string that is sorted first.

use std::fmt;

/// Takes text and cannot fail.
pub(super) trait Sink {
    fn put(&mut self, text: &str);
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// Lets `write!` print into a sink.
pub(super) struct Plain<'s>(pub(super) &'s mut dyn Sink);

impl fmt::Write for Plain<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.put(text);
        Ok(())
    }
}

/// Prints sorted parts between brackets.
pub(super) fn joined<'t>(
    out: &mut dyn Sink,
    open: &str,
    close: &str,
    parts: impl Iterator<Item = &'t str>,
) {
    out.put(open);
    for (index, part) in parts.enumerate() {
        if index > 0 {
            out.put(", ");
        }
        out.put(part);
    }
    out.put(close);
}
