use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn name(name: &str) -> &str {
    name.trim()
}

fn main() {}
