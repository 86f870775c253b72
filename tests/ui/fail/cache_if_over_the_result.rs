use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "shop:product", cache_if = |found: &Result<String, u32>| found.is_ok())]
fn product(id: u32) -> Result<String, u32> {
    if id < 10 { Ok(format!("product {id}")) } else { Err(id) }
}

fn main() {}
