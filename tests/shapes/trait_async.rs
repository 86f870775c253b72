//! `async fn` in a trait: a default body, and an `impl`.

use dtcache::cache_wrapper;
use serde::Serialize;

/// Gives numbers.
#[allow(async_fn_in_trait, reason = "nobody needs to know whether it is Send")]
pub trait Source: Serialize {
    /// One that it has.
    async fn own(&self) -> u32;

    /// Twice that.
    #[cache_wrapper(namespace = "trait_async:default")]
    async fn twice(&self) -> u32 {
        self.own().await * 2
    }
}

/// A number.
#[derive(Serialize)]
pub struct Number(u32);

impl Source for Number {
    #[cache_wrapper(namespace = "trait_async")]
    async fn own(&self) -> u32 {
        std::future::ready(self.0).await
    }
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    let first = Number(1).twice().await;
    [first, Number(1).own().await * 2, Number(2).twice().await]
}
