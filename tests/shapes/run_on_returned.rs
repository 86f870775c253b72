//! A body that runs on, in a function that returns its future.

use dtcache::cache_wrapper;
use std::pin::Pin;

/// How long a text is, twice.
#[cache_wrapper(
    namespace = "run_on_returned",
    expire = "1h",
    stale(for = "1d", refresh = background),
)]
#[must_use]
pub fn length(text: &str) -> Pin<Box<dyn Future<Output = usize> + Send>> {
    let text = text.trim().to_owned();
    Box::pin(async move { std::future::ready(text.len()).await * 2 })
}

/// A call, the same again, and another.
pub async fn calls() -> [usize; 3] {
    [length("a").await, length("a").await, length("bb").await]
}
