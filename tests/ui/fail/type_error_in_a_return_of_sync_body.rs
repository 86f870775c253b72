use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> String {
    if user_id == 0 {
        return 0;
    }
    user_id.to_string()
}

fn main() {}
