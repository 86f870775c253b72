use dtcache::cache_wrapper;

use std::pin::Pin;

#[cache_wrapper(namespace = "users")]
async fn user(user_id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(async move { user_id })
}

fn main() {}
