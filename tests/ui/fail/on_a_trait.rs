use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
trait Users {
    fn user(&self) -> u64;
}

fn main() {}
