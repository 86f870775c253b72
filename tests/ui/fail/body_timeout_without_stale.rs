use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = 60, body_timeout = "2s")]
async fn user(user_id: u64, page: u32) -> String {
    std::future::ready(format!("{user_id} {page}")).await
}

fn main() {}
