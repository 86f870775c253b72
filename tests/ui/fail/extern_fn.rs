use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
extern "C" fn user(user_id: u64) -> u64 {
    user_id
}

fn main() {}
