use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = |user: &Result<String, u32>| 60)]
fn user(user_id: u64) -> Result<String, u32> {
    Ok(user_id.to_string())
}

fn main() {}
