//! Bodies that have a time, while there is a stale result to be had.
use dtcache::cache_wrapper;
use std::time::Duration;
/// Doubles a number.
pub async fn double(number: u32) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("body_timed")
        .expire(60u64)
        .stale_for_millis(600000u64)
        .body_timeout_millis(2000u64)
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
/// Triples a number in the time that the caller has.
pub async fn triple(number: u32, patience: Duration) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("body_timed:by_caller")
        .expire(60u64)
        .stale_for_millis(600000u64)
        .body_timeout(patience)
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
                { std::future::ready(number * 3).await }
            }),
        )
        .await
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    let tripled = triple(1, Duration::from_secs(1)).await;
    [double(1).await, double(1).await, double(2).await].map(|doubled| doubled + tripled)
}
