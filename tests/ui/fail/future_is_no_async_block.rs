use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> impl Future<Output = u64> {
    std::future::ready(user_id)
}

fn main() {}
