use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
#[cache_wrapper(namespace = "people")]
fn user(user_id: u64) -> u64 {
    user_id
}

fn main() {}
