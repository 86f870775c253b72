use dtcache::cache_wrapper;
use std::rc::Rc;

#[cache_wrapper(namespace = "users", expire = 60, stale(for = "10m", refresh = background))]
async fn user(user_id: u64) -> String {
    let shown = Rc::new(user_id.to_string());
    std::future::ready(()).await;
    shown.to_string()
}

fn main() {}
