//! Entries that Rust has to itself.

use dtcache::cache_wrapper;

/// Floats, not all of which JSON could carry.
#[cache_wrapper(namespace = "compact", codec = compact, entry = ratios_entry)]
#[must_use]
pub fn ratios(of: u8) -> Vec<f64> {
    vec![f64::INFINITY, f64::from(of) / 2.0]
}

/// A call, the same again, and another as its entry has it.
#[must_use]
pub fn calls() -> [Vec<f64>; 3] {
    let (first, again) = (ratios(1), ratios(1));
    let _ = ratios(2);
    let other = ratios_entry(2).peek().ok().flatten();
    [first, again, other.unwrap_or_default()]
}
