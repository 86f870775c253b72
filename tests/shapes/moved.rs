//! Arguments that the body takes.

use dtcache::cache_wrapper;

/// All of them in one.
#[cache_wrapper(namespace = "moved")]
pub async fn joined(mut texts: Vec<String>, end: String) -> String {
    texts.push(end);
    std::future::ready(texts).await.concat()
}

/// A call, the same again, and another.
pub async fn calls() -> [String; 3] {
    let call = |end: &str| joined(vec!["a".to_owned()], end.to_owned());
    [call("b").await, call("b").await, call("c").await]
}
