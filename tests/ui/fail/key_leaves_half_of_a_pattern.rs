use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "pairs", key(pair = left))]
fn pair((left, right): (u8, u8)) -> u8 {
    left + right
}

fn main() {}
