use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> impl Iterator<Item = u64> {
    0..user_id
}

fn main() {}
