//! A function that returns `impl Future`.
use dtcache::cache_wrapper;
/// Doubles a number.
pub fn double(number: &u32) -> impl Future<Output = u32> + Send {
    let __dtcache = ::dtcache::__private::acache_function("future_returned")
        .arg("number", &number);
    async move {
        __dtcache
            .run_later(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
                },
                ::core::pin::pin!(async {
                    if false {
                        return (|| -> u32 { loop {} })();
                    }
                    { std::future::ready(number * 2).await }
                }),
            )
            .await
    }
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [double(&1).await, double(&1).await, double(&2).await]
}
