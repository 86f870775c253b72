use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn user((user_id, page): (u64, u32)) -> String {
    format!("{user_id} {page}")
}

fn main() {}
