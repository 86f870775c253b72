use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", entry(user_entry, value = String))]
fn user(user_id: u64) -> Result<u64, String> {
    Ok(user_id)
}

fn main() {}
