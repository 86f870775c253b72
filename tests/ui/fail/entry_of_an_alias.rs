use dtcache::cache_wrapper;

use std::io;

type Answer = io::Result<u64>;

#[cache_wrapper(namespace = "users", entry = user_entry)]
fn user(user_id: u64) -> Answer {
    Ok(user_id)
}

fn main() {}
