use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = 60, stale(for = "10m"), body_timeout = 2)]
async fn user(user_id: u64, page: u32) -> String {
    std::future::ready(format!("{user_id} {page}")).await
}

fn main() {}
