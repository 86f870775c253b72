#![deny(unused_must_use)]

use dtcache::cache_wrapper;

#[must_use = "as without a cache"]
#[cache_wrapper(namespace = "users")]
fn user(user_id: u64) -> u64 {
    user_id
}

fn main() {
    user(7);
}
