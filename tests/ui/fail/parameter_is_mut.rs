use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64, log: &mut Vec<u64>) -> u64 {
    log.push(user_id);
    user_id
}

fn main() {}
