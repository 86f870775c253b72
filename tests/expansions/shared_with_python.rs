use dtcache::{RedisInstance, cache_wrapper};
use std::time::Duration;

pub struct User {
    pub id: u64,
    pub ttl: Duration,
}

#[cache_wrapper(
    namespace = "user:profile",
    expire = user.ttl,
    redis = redis,
    skip = [redis],
    positional = [locale, r#type],
    key("userId" = user.id, paging = (page, per_page)),
)]
pub async fn profile(
    user: &User,
    locale: &str,
    r#type: u8,
    (page, per_page): (u32, u32),
    redis: &RedisInstance,
) -> Option<String> {
    let profile = format!("{} {locale} {} {page}/{per_page}", user.id, r#type);
    std::future::ready(Some(profile)).await
}
