use dtcache::{RedisInstance, cache_wrapper};
use std::time::Duration;
pub struct User {
    pub id: u64,
    pub ttl: Duration,
}
pub async fn profile(
    user: &User,
    locale: &str,
    r#type: u8,
    (page, per_page): (u32, u32),
    redis: &RedisInstance,
) -> Option<String> {
    let __dtcache = ::dtcache::__private::acache_function("user:profile")
        .redis(&redis)
        .lasting(user.ttl)
        .positional(&locale)
        .positional(&r#type)
        .arg("userId", &user.id)
        .arg("paging", &(page, per_page));
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Option<String>>::new().dtcache_outcome()
            },
            ::core::pin::pin!(async move {
                if false {
                    return (|| -> Option<String> { loop {} })();
                }
                {
                    let profile = format!(
                        "{} {locale} {} {page}/{per_page}", user.id, r#type
                    );
                    std::future::ready(Some(profile)).await
                }
            }),
        )
        .await
}
