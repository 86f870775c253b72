use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64, _: u32) -> String {
    user_id.to_string()
}

fn main() {}
