//! `async fn` in a trait: a default body, and an `impl`.
use dtcache::cache_wrapper;
use serde::Serialize;
/// Gives numbers.
#[allow(async_fn_in_trait, reason = "nobody needs to know whether it is Send")]
pub trait Source: Serialize {
    /// One that it has.
    async fn own(&self) -> u32;
    /// Twice that.
    async fn twice(&self) -> u32 {
        let __dtcache = ::dtcache::__private::acache_function("trait_async:default")
            .receiver(&self);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
                },
                ::core::pin::pin!(async move {
                    if false {
                        return (|| -> u32 { loop {} })();
                    }
                    { self.own().await * 2 }
                }),
            )
            .await
    }
}
/// A number.
#[derive(Serialize)]
pub struct Number(u32);
impl Source for Number {
    async fn own(&self) -> u32 {
        let __dtcache = ::dtcache::__private::acache_function("trait_async")
            .receiver(&self);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
                },
                ::core::pin::pin!(async move {
                    if false {
                        return (|| -> u32 { loop {} })();
                    }
                    { std::future::ready(self.0).await }
                }),
            )
            .await
    }
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    let first = Number(1).twice().await;
    [first, Number(1).own().await * 2, Number(2).twice().await]
}
