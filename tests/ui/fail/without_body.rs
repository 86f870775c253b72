use dtcache::cache_wrapper;

trait Users {
    #[cache_wrapper(namespace = "users")]
    fn user(&self, user_id: u64) -> u64;
}

fn main() {}
