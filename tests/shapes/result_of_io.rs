//! The standard library's alias of a `Result`.

use dtcache::cache_wrapper;
use std::io;

/// The length of a text.
///
/// # Errors
///
/// If it is empty.
#[cache_wrapper(namespace = "result_of_io")]
pub fn length(text: &str) -> io::Result<usize> {
    if text.is_empty() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(text.len())
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Option<usize>; 3] {
    ["a", "a", "bb"].map(|text| length(text).ok())
}
