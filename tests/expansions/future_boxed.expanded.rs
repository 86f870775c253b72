//! A function that returns a boxed future, after statements of its own.
use dtcache::cache_wrapper;
use std::pin::Pin;
type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// Doubles a number, or not.
pub fn double<'a>(
    text: &'a str,
    started: &mut u32,
) -> Pin<Box<dyn Future<Output = Result<u32, std::num::ParseIntError>> + Send + 'a>> {
    let __dtcache = ::dtcache::__private::acache_function("future_boxed")
        .arg("text", &text);
    *started += 1;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return nothing();
    }
    Box::pin(async move {
        __dtcache
            .run_later(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<
                        Result<u32, std::num::ParseIntError>,
                    >::new()
                        .dtcache_outcome()
                },
                ::core::pin::pin!(async move {
                    if false {
                        return (|| -> Result<u32, std::num::ParseIntError> {
                            loop {}
                        })();
                    }
                    { Ok(std::future::ready(trimmed.parse::<u32>()?).await * 2) }
                }),
            )
            .await
    })
}
fn nothing<'a>() -> Boxed<'a, Result<u32, std::num::ParseIntError>> {
    Box::pin(std::future::ready(Ok(0)))
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    let mut started = 0;
    let mut gives = [0; 3];
    for (text, place) in ["1 ", "1 ", "2"].into_iter().zip(&mut gives) {
        *place = double(text, &mut started).await.unwrap_or_default() * 10;
    }
    let _ = double("", &mut started).await;
    gives.map(|given| given + started)
}
