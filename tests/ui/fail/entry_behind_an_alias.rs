use dtcache::cache_wrapper;

type Answer<T> = Result<T, u32>;

#[cache_wrapper(namespace = "shop:customer", expire = "10m", entry = customer_entry)]
async fn customer(id: u32) -> Answer<String> {
    if id < 10 { Ok(format!("customer {id}")) } else { Err(id) }
}

fn main() {}
