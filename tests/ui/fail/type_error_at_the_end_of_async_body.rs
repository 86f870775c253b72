use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
async fn user(user_id: u64) -> String {
    let name = user_id + 1;
    name
}

fn main() {}
