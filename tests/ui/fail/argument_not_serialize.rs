use dtcache::cache_wrapper;

struct Db;

#[cache_wrapper(namespace = "shop:product", expire = "10m")]
fn product(db: &Db, id: u64) -> String {
    let _ = db;
    format!("product {id}")
}

fn main() {}
