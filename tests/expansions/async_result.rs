use dtcache::cache_wrapper;
use std::error::Error;

#[cache_wrapper(namespace = "product_info", expire = "1500ms")]
pub async fn product(product_id: &str) -> Result<Option<u64>, Box<dyn Error>> {
    if product_id.is_empty() {
        return Err(Box::new(std::fmt::Error));
    }
    let number = product_id.parse()?;
    std::future::ready(Ok(Some(number))).await
}
