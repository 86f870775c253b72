use dtcache::cache_wrapper;

use std::borrow::Cow;

#[cache_wrapper(namespace = "users", expire = 60, stale(for = "10m", refresh = background))]
async fn user(name: Cow<'_, str>) -> String {
    std::future::ready(name.into_owned()).await
}

fn main() {}
