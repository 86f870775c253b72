//! A body with much state, in a future that holds it once.
use dtcache::cache_wrapper;
/// Adds up four kilobytes.
#[allow(clippy::large_stack_arrays, reason = "that is what is tried here")]
pub async fn sum(number: u8) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("large_body")
        .arg("number", &number);
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
                {
                    let state = [number; 4096];
                    std::future::ready(()).await;
                    state.iter().copied().map(u32::from).sum()
                }
            }),
        )
        .await
}
/// The same through a future that is returned.
pub fn returned(number: u8) -> impl Future<Output = u32> {
    let __dtcache = ::dtcache::__private::acache_function("large_body:returned")
        .arg("number", &number);
    async move {
        __dtcache
            .run_later(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
                },
                ::core::pin::pin!(async move {
                    if false {
                        return (|| -> u32 { loop {} })();
                    }
                    {
                        let state = [number; 4096];
                        std::future::ready(()).await;
                        state.iter().copied().map(u32::from).sum()
                    }
                }),
            )
            .await
    }
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [sum(1).await, sum(1).await, sum(2).await]
}
