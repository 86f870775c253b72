use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> ! {
    panic!("no user {user_id}")
}

fn main() {}
