use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", positional = [T])]
fn user<T: From<u64>>(user_id: u64) -> T {
    T::from(user_id)
}

fn main() {}
