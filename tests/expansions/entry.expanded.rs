//! Companions that give an entry's handle: of a free function, and of a method.
use dtcache::cache_wrapper;
use serde::{Deserialize, Serialize};
/// A user.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User(u32);
/// Reads a user.
///
/// # Errors
///
/// If there is none.
pub fn user(id: u32, session: &mut u32) -> Result<User, String> {
    let __dtcache = ::dtcache::__private::cache_function("entry")
        .expire(60u64)
        .arg("id", &id);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Result<User, String>>::new().dtcache_outcome()
            },
            || -> Result<User, String> {
                *session += 1;
                if id == 0 {
                    return Err("no such user".to_owned());
                }
                Ok(User(id + *session))
            },
        )
}
///The entry of `user` in the cache, for these arguments.
pub fn user_entry(id: u32) -> ::dtcache::__private::Entry<User> {
    let __dtcache = ::dtcache::__private::entry("entry")
        .in_doubt(|| {})
        .expire(60u64)
        .arg("id", &id);
    __dtcache
        .handle::<
            User,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<Result<User, String>>::new().dtcache_outcome()
        })
}
/// A service.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    tenant: u32,
}
/// A user, or nothing.
pub type Found = Option<User>;
impl Service {
    /// Reads a user.
    pub async fn find<T>(&self, (id, name): (u32, &str), mut _text: T) -> Found
    where
        T: Serialize + Send,
    {
        #[allow(clippy::used_underscore_binding)]
        let __dtcache = ::dtcache::__private::acache_function("entry:method")
            .within::<Self>()
            .arg("self", &self.tenant)
            .arg("user", &(id, name))
            .arg("_text", &_text);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<Found>::new().dtcache_outcome()
                },
                ::core::pin::pin!(async move {
                    if false {
                        return (|| -> Found { loop {} })();
                    }
                    {
                        std::future::ready(name.len()).await;
                        Some(User(id + self.tenant))
                    }
                }),
            )
            .await
    }
    ///The entry of `find` in the cache, for these arguments.
    #[allow(unused_mut, unused_variables)]
    pub fn find_entry<T>(
        &self,
        (id, name): (u32, &str),
        _text: T,
    ) -> ::dtcache::__private::AsyncEntry<Found>
    where
        T: Serialize + Send,
    {
        #[allow(clippy::used_underscore_binding)]
        let __dtcache = ::dtcache::__private::async_entry("entry:method")
            .in_doubt(|| {})
            .arg("self", &self.tenant)
            .arg("user", &(id, name))
            .arg("_text", &_text);
        __dtcache
            .handle::<
                Found,
                _,
            >({
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Found>::new().dtcache_outcome()
            })
    }
}
/// A call, the same again, and another.
///
/// # Panics
///
/// If a handle does not find what its function stored.
pub async fn calls() -> [Option<User>; 3] {
    let service = Service { tenant: 1 };
    let found = service.find((1, "a"), "text").await;
    let entry = service.find_entry((1, "a"), "text");
    assert_eq!(entry.peek(). await .ok().flatten(), Some(found));
    let mut session = 0;
    let first = user(1, &mut session).ok();
    assert_eq!(user_entry(1).peek().ok().flatten(), first);
    [first, user(1, &mut session).ok(), user(7, &mut session).ok()]
}
