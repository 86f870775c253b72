//! A function that returns `impl Future`.

use dtcache::cache_wrapper;

/// Doubles a number.
#[cache_wrapper(namespace = "future_returned")]
pub fn double(number: &u32) -> impl Future<Output = u32> + Send {
    async { std::future::ready(number * 2).await }
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [double(&1).await, double(&1).await, double(&2).await]
}
