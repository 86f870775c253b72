use dtcache::cache_wrapper;

struct Database(u64);

impl Database {
    #[cache_wrapper(namespace = "users")]
    fn user(&mut self, user_id: u64) -> u64 {
        self.0 += 1;
        user_id
    }
}

fn main() {}
