//! Arguments that the body takes.
use dtcache::cache_wrapper;
/// All of them in one.
pub async fn joined(mut texts: Vec<String>, end: String) -> String {
    let __dtcache = ::dtcache::__private::acache_function("moved")
        .arg("texts", &texts)
        .arg("end", &end);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            ::core::pin::pin!(async move {
                if false {
                    return (|| -> String { loop {} })();
                }
                {
                    texts.push(end);
                    std::future::ready(texts).await.concat()
                }
            }),
        )
        .await
}
/// A call, the same again, and another.
pub async fn calls() -> [String; 3] {
    let call = |end: &str| joined(vec!["a".to_owned()], end.to_owned());
    [call("b").await, call("b").await, call("c").await]
}
