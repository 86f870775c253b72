use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
async fn user(user_id: u64) -> Result<(), String> {
    let _ = user_id;
    Ok(())
}

fn main() {}
