use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "shop:vat", expires = "1d")]
fn vat(cents: u64) -> u64 {
    cents * 81 / 1000
}

fn main() {}
