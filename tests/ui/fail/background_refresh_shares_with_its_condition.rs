use dtcache::cache_wrapper;

#[cache_wrapper(
    namespace = "users",
    expire = 60,
    stale(for = "10m", refresh = background),
    cache_if = |user: &String| *user != name,
)]
async fn user(name: String) -> String {
    std::future::ready(name).await
}

fn main() {}
