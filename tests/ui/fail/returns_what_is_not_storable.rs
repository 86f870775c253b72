use dtcache::cache_wrapper;

struct User(u64);

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> Result<User, String> {
    Ok(User(user_id))
}

fn main() {}
