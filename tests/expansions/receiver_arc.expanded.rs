//! `self: Arc<Self>`, of which the target is in the key.
use dtcache::cache_wrapper;
use serde::Serialize;
use std::sync::Arc;
/// A shop.
#[derive(Serialize)]
pub struct Shop {
    tenant: &'static str,
}
impl Shop {
    /// Its name, with an end.
    pub async fn sign(self: Arc<Self>, end: char) -> String {
        let __dtcache = ::dtcache::__private::acache_function("receiver_arc")
            .receiver(&*self)
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
                    { std::future::ready(format!("{}{end}", self.tenant)).await }
                }),
            )
            .await
    }
}
/// A call, the same again, and another.
pub async fn calls() -> [String; 3] {
    let shop = Arc::new(Shop { tenant: "a" });
    let again = shop.clone().sign('!').await;
    let other = shop.clone().sign('?').await;
    [shop.sign('!').await, again, other]
}
