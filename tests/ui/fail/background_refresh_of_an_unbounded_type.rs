use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users", expire = 60, stale(for = "10m", refresh = background))]
async fn user<T: serde::Serialize + ToString>(id: T) -> String {
    let shown = id.to_string();
    std::future::ready(shown).await
}

fn main() {}
