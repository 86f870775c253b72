use dtcache::cache_wrapper;

trait Users {
    fn user(&self, user_id: u64) -> u64;
}

struct Database;

impl Users for Database {
    #[cache_wrapper(namespace = "users", skip = [self], entry = user_entry)]
    fn user(&self, user_id: u64) -> u64 {
        user_id
    }
}

fn main() {}
