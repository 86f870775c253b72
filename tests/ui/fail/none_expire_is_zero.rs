use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", none_expire = 0)]
fn user(user_id: u64) -> Option<String> {
    Some(user_id.to_string())
}

fn main() {}
