use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> impl Future {
    async move { user_id }
}

fn main() {}
