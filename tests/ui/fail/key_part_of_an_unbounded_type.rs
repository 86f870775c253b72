use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user<T: ToString>(id: T) -> String {
    id.to_string()
}

fn main() {}
