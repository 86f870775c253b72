use dtcache::cache_wrapper;

struct Session;

#[cache_wrapper(namespace = "users")]
fn user(user_id: u64, session: &Session) -> u64 {
    let _ = session;
    user_id
}

fn main() {}
