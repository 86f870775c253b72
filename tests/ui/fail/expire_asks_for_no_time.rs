use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = |user: &String| user.len().to_string())]
fn user(user_id: u64, page: u32) -> String {
    format!("{user_id} {page}")
}

fn main() {}
