use dtcache::cache_wrapper;
use std::error::Error;
pub async fn product(product_id: &str) -> Result<Option<u64>, Box<dyn Error>> {
    let __dtcache = ::dtcache::__private::acache_function("product_info")
        .expire_millis(1500u64)
        .arg("product_id", &product_id);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Result<Option<u64>, Box<dyn Error>>>::new()
                    .dtcache_outcome()
            },
            ::core::pin::pin!(async move {
                if false {
                    return (|| -> Result<Option<u64>, Box<dyn Error>> { loop {} })();
                }
                {
                    if product_id.is_empty() {
                        return Err(Box::new(std::fmt::Error));
                    }
                    let number = product_id.parse()?;
                    std::future::ready(Ok(Some(number))).await
                }
            }),
        )
        .await
}
