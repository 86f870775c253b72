//! A body that runs on, in a function that returns its future.
use dtcache::cache_wrapper;
use std::pin::Pin;
/// How long a text is, twice.
#[must_use]
pub fn length(text: &str) -> Pin<Box<dyn Future<Output = usize> + Send>> {
    let __dtcache = ::dtcache::__private::acache_function("run_on_returned")
        .expire(3600u64)
        .stale_for_millis(86400000u64)
        .arg("text", &text);
    let text = text.trim().to_owned();
    Box::pin(async move {
        __dtcache
            .run_later_detached(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<usize>::new().dtcache_outcome()
                },
                async move {
                    if false {
                        return (|| -> usize { loop {} })();
                    }
                    { std::future::ready(text.len()).await * 2 }
                },
            )
            .await
    })
}
/// A call, the same again, and another.
pub async fn calls() -> [usize; 3] {
    [length("a").await, length("a").await, length("bb").await]
}
