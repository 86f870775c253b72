use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = 0, entry = user_entry)]
fn user(user_id: u64) -> Result<u64, String> {
    Ok(user_id)
}

fn main() {
    // The companion is there all the same: no second error.
    let _ = user_entry(user(7).unwrap()).invalidate();
}
