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
    pub async fn find<T: AsRef<str> + Sync>(&self, (id, name): (u32, &str), _text: &T) -> Found
    where
        T: Serialize,
    {
        std::future::ready(name.len()).await;
        Some(User(id + self.tenant))
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Option<User>; 3] {
    let mut session = 0;
    let first = user(1, &mut session).ok();
    let again = user_entry(1).peek().ok().flatten();
    assert!(again.is_some());
    [first, user(1, &mut session).ok(), user(7, &mut session).ok()]
}
