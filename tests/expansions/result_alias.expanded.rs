//! An alias of a `Result`, which behaves as one.
use dtcache::cache_wrapper;
use std::io;
/// Text, or why not.
pub type Answer = Result<Option<String>, io::Error>;
/// The text.
///
/// # Errors
///
/// If there is none.
pub async fn text(id: u32) -> Answer {
    let __dtcache = ::dtcache::__private::acache_function("result_alias").arg("id", &id);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Answer>::new().dtcache_outcome()
            },
            ::core::pin::pin!(async move {
                if false {
                    return (|| -> Answer { loop {} })();
                }
                {
                    std::future::ready(()).await;
                    if id == 0 {
                        return Err(io::ErrorKind::NotFound.into());
                    }
                    Ok(Some(format!("text {id}")))
                }
            }),
        )
        .await
}
/// A call, the same again, and another.
pub async fn calls() -> [Option<String>; 3] {
    let mut texts = [None, None, None];
    for (id, place) in [1, 1, 22].into_iter().zip(&mut texts) {
        *place = text(id).await.ok().flatten();
    }
    texts
}
