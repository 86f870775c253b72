use dtcache::cache_wrapper;

const NAMESPACE: &str = "";

#[cache_wrapper(namespace = NAMESPACE)]
fn user(user_id: u64) -> u64 {
    user_id
}

fn main() {
    user(1);
}
