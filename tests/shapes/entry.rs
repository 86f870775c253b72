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
#[cache_wrapper(namespace = "entry", expire = 60, skip = [session], entry = user_entry)]
pub fn user(id: u32, session: &mut u32) -> Result<User, String> {
    *session += 1;
    if id == 0 {
        return Err("no such user".to_owned());
    }
    Ok(User(id + *session))
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
    #[cache_wrapper(
        namespace = "entry:method",
        key(self = self.tenant, user = (id, name)),
        entry(find_entry, value = Found),
    )]
    pub async fn find<T>(&self, (id, name): (u32, &str), mut _text: T) -> Found
    where
        T: Serialize + Send,
    {
        std::future::ready(name.len()).await;
        Some(User(id + self.tenant))
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
    assert_eq!(entry.peek().await.ok().flatten(), Some(found));

    let mut session = 0;
    let first = user(1, &mut session).ok();
    assert_eq!(user_entry(1).peek().ok().flatten(), first);
    [
        first,
        user(1, &mut session).ok(),
        user(7, &mut session).ok(),
    ]
}
