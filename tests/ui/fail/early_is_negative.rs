use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = 60, early = -1.5)]
fn user(user_id: u64, page: u32) -> String {
    format!("{user_id} {page}")
}

fn main() {}
