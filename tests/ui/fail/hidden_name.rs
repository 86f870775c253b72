use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> u64 {
    let _ = __dtcache;
    user_id
}

fn main() {}
