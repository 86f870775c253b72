//! Bodies that have a time, while there is a stale result to be had.

use dtcache::cache_wrapper;
use std::time::Duration;

/// Doubles a number.
#[cache_wrapper(
    namespace = "body_timed",
    expire = 60,
    stale(for = "10m"),
    body_timeout = "2s"
)]
pub async fn double(number: u32) -> u32 {
    std::future::ready(number * 2).await
}

/// Triples a number in the time that the caller has.
#[cache_wrapper(
    namespace = "body_timed:by_caller",
    expire = 60,
    stale(for = "10m"),
    body_timeout = patience,
    skip = [patience],
)]
pub async fn triple(number: u32, patience: Duration) -> u32 {
    std::future::ready(number * 3).await
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    let tripled = triple(1, Duration::from_secs(1)).await;
    [double(1).await, double(1).await, double(2).await].map(|doubled| doubled + tripled)
}
