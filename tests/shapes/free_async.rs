//! An `async fn`.

use dtcache::cache_wrapper;

/// Doubles a number.
#[cache_wrapper(namespace = "free_async", expire = "1m")]
pub async fn double(number: u32) -> u32 {
    std::future::ready(number * 2).await
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [double(1).await, double(1).await, double(2).await]
}
