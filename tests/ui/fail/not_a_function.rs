use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
struct User {
    _id: u64,
}

fn main() {}
