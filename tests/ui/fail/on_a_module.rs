use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
mod users {}

fn main() {}
