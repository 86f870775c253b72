use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", flight(lock))]
fn user(user_id: u64, page: u32) -> String {
    format!("{user_id} {page}")
}

fn main() {}
