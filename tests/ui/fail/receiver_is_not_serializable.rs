use dtcache::cache_wrapper;

struct Database;

impl Database {
    #[cache_wrapper(namespace = "users")]
    fn user(&self, user_id: u64) -> u64 {
        user_id
    }
}

fn main() {}
