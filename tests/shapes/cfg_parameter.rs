//! Parameters that are there on some systems only.

use dtcache::cache_wrapper;

/// What is there.
#[cache_wrapper(namespace = "cfg_parameter")]
#[must_use]
pub fn there(
    #[cfg(not(target_os = "none"))] present: u32,
    #[cfg(target_os = "none")] absent: std::absent::Absent,
    always: u32,
) -> u32 {
    #[cfg(target_os = "none")]
    drop(absent);
    present + always
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [there(1, 1), there(1, 1), there(1, 2)]
}
