//! Functions that not everybody sees, and attributes of others above and below ours.

use dtcache::cache_wrapper;

mod inner {
    use dtcache::cache_wrapper;

    /// Doubles a number.
    #[inline]
    #[cache_wrapper(namespace = "visibility")]
    #[allow(clippy::let_and_return, reason = "it stands on the function as ever")]
    #[allow(clippy::redundant_pub_crate, reason = "that is what is tried here")]
    pub(in super::super) fn double(number: u32) -> u32 {
        let doubled = number * 2;
        doubled
    }
}

#[cfg(any())]
#[cache_wrapper(namespace = "visibility:never")]
fn never(absent: std::absent::Absent) -> u32 {
    absent
}

#[cold]
#[cache_wrapper(namespace = "visibility:private")]
#[deprecated = "to see that this is said"]
fn private(number: u32) -> u32 {
    inner::double(number)
}

/// A call, the same again, and another.
#[must_use]
#[allow(deprecated, reason = "it is said, which an expectation could not tell")]
pub fn calls() -> [u32; 3] {
    [private(1), inner::double(1), private(2)]
}
