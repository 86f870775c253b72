use dtcache::cache_wrapper;

#[derive(serde::Serialize)]
struct Shop {
    tenant: String,
}

impl Shop {
    #[cache_wrapper(namespace = "shop", expire = 60, stale(for = "10m", refresh = background))]
    async fn product(&self, id: u64) -> String {
        std::future::ready(format!("{} {id}", self.tenant)).await
    }
}

fn main() {}
