//! Results that are of use beyond their time, and a companion that keeps them as long.

use dtcache::cache_wrapper;
use std::num::ParseIntError;
use std::time::Duration;

/// How long a text that was no number is left alone.
pub const RETRY: Duration = Duration::from_secs(5);

/// Reads a number.
///
/// # Errors
///
/// If the text is none.
#[cache_wrapper(
    namespace = "kept_stale",
    expire = 60,
    stale(for = kept * 2, retry = RETRY),
    skip = [kept],
    entry(read_entry, value = u32),
)]
pub fn read(text: &str, kept: Duration) -> Result<u32, ParseIntError> {
    let number: u32 = text.parse()?;
    Ok(number + u32::from(kept.is_zero()))
}

/// The same for ten minutes.
///
/// # Errors
///
/// If the text is no number.
#[cache_wrapper(
    namespace = "kept_stale:literal",
    expire = 60,
    stale(for = "10m", retry = "1500ms")
)]
pub fn again(text: &str) -> Result<u32, ParseIntError> {
    text.parse()
}

/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
#[must_use]
pub fn calls() -> [u32; 3] {
    let kept = Duration::from_secs(500);
    let numbers = ["1", "1", "2"].map(|text| read(text, kept).unwrap_or_default());
    assert_eq!(read_entry("1", kept).peek(), Ok(Some(1)));
    assert_eq!(again("3"), Ok(3));
    numbers
}
