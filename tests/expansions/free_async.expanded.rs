//! An `async fn`.
use dtcache::cache_wrapper;
/// Doubles a number.
pub async fn double(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("free_async")
        .expire(60u64)
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
                { std::future::ready(number * 2).await }
            }),
        )
        .await
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [double(1).await, double(1).await, double(2).await]
}
