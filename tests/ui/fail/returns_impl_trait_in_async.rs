use dtcache::cache_wrapper;

trait IntoResponse {}

impl IntoResponse for u64 {}

#[cache_wrapper(namespace = "users")]
async fn user(user_id: u64) -> Result<impl IntoResponse, String> {
    Ok(user_id)
}

fn main() {}
