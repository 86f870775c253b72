use dtcache::cache_wrapper;

struct Filter;

#[cache_wrapper(namespace = "users")]
fn users(filters: Vec<Filter>) -> usize {
    filters.len()
}

fn main() {}
