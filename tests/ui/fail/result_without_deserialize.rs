use dtcache::cache_wrapper;
use serde::Serialize;

#[derive(Serialize)]
struct Product {
    id: u64,
}

#[cache_wrapper(namespace = "shop:products", expire = "10m")]
async fn products(ids: Vec<u64>) -> Vec<Product> {
    ids.into_iter().map(|id| Product { id }).collect()
}

fn main() {}
