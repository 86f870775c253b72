//! A body with much state, in a future that holds it once.

use dtcache::cache_wrapper;

/// Adds up four kilobytes.
#[cache_wrapper(namespace = "large_body")]
#[allow(clippy::large_stack_arrays, reason = "that is what is tried here")]
pub async fn sum(number: u8) -> u32 {
    let state = [number; 4096];
    std::future::ready(()).await;
    state.iter().copied().map(u32::from).sum()
}

/// The same through a future that is returned.
#[cache_wrapper(namespace = "large_body:returned")]
pub fn returned(number: u8) -> impl Future<Output = u32> {
    async move {
        let state = [number; 4096];
        std::future::ready(()).await;
        state.iter().copied().map(u32::from).sum()
    }
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [sum(1).await, sum(1).await, sum(2).await]
}
