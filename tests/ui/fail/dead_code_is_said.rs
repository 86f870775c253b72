#![deny(dead_code)]

use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn never_called(user_id: u64) -> u64 {
    user_id
}

fn main() {}
