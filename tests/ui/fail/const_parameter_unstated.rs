use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn users<const COUNT: usize>(first: u64) -> Vec<u64> {
    (first..).take(COUNT).collect()
}

fn main() {}
