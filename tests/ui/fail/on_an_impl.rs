use dtcache::cache_wrapper;

struct Users;

#[cache_wrapper(namespace = "users")]
impl Users {
    fn _user(&self) -> u64 {
        1
    }
}

fn main() {}
