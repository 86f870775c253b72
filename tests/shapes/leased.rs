//! A run of the body that processes share, and for which callers wait as long as they say.

use dtcache::cache_wrapper;
use std::time::Duration;

/// Doubles a number.
#[cache_wrapper(
    namespace = "leased",
    skip = [patience],
    entry = double_entry,
    flight(wait = patience.min(Duration::from_secs(90)), lock = true),
)]
pub async fn double(number: u32, patience: Duration) -> u32 {
    std::future::ready(number * 2).await
}

/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
pub async fn calls() -> [u32; 3] {
    let patience = Duration::from_secs(1);
    let first = double(1, patience).await;
    assert_eq!(double_entry(1).peek().await, Ok(Some(first)));
    [first, double(1, patience).await, double(2, patience).await]
}
