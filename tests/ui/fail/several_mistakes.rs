use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "", expire = 0, skip = [pgae], compress = true)]
const fn user(user_id: u64, page: u32) -> u64 {
    user_id + page as u64
}

fn main() {
    // The function is there all the same: no second error.
    let _: u64 = user(1, 2);
}
