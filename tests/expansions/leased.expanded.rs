//! A run of the body that processes share, and for which callers wait as long as they say.
use dtcache::cache_wrapper;
use std::time::Duration;
/// Doubles a number.
pub async fn double(number: u32, patience: Duration) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("leased")
        .flight_wait(patience.min(Duration::from_secs(90)));
    let __dtcache = __dtcache.flight_lock().arg("number", &number);
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
///The entry of `double` in the cache, for these arguments.
pub fn double_entry(number: u32) -> ::dtcache::__private::AsyncEntry<u32> {
    let __dtcache = ::dtcache::__private::async_entry("leased")
        .in_doubt(|| {})
        .flight_lock()
        .arg("number", &number);
    __dtcache
        .handle::<
            u32,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
        })
}
/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
pub async fn calls() -> [u32; 3] {
    let patience = Duration::from_secs(1);
    let first = double(1, patience).await;
    assert_eq!(double_entry(1).peek(). await, Ok(Some(first)));
    [first, double(1, patience).await, double(2, patience).await]
}
