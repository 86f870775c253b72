//! What `#[async_trait]` makes of a method.
use dtcache::cache_wrapper;
use std::pin::Pin;
/// Reads pages.
pub trait Pages {
    /// One of them.
    fn page<'life0, 'life1, 'async_trait>(
        &'life0 self,
        name: &'life1 str,
    ) -> Pin<Box<dyn Future<Output = Option<String>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait;
}
/// A site.
#[derive(Debug)]
pub struct Site;
impl Pages for Site {
    fn page<'life0, 'life1, 'async_trait>(
        &'life0 self,
        name: &'life1 str,
    ) -> Pin<Box<dyn Future<Output = Option<String>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        let __dtcache = ::dtcache::__private::acache_function("async_trait_form")
            .within::<Self>()
            .arg("name", &name);
        Box::pin(async move {
            __dtcache
                .run_later(
                    {
                        use ::dtcache::__private::OfAny as _;
                        ::dtcache::__private::Of::<Option<String>>::new()
                            .dtcache_outcome()
                    },
                    ::core::pin::pin!(async move {
                        if false {
                            return (|| -> Option<String> { loop {} })();
                        }
                        {
                            let page = std::future::ready(name.to_uppercase()).await;
                            if page.is_empty() {
                                return None;
                            }
                            Some(page)
                        }
                    }),
                )
                .await
        })
    }
}
/// A call, the same again, and another.
pub async fn calls() -> [Option<String>; 3] {
    [Site.page("a").await, Site.page("a").await, Site.page("b").await]
}
