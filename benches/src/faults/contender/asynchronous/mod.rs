//! The async ones.

mod by_hand;
mod cached;
mod dtcache;
mod hitbox;

use crate::payload::Small;

pub(super) use by_hand::ByHand;
pub(super) use cached::Cached;
pub(super) use dtcache::Dtcache;
pub(super) use hitbox::Hitbox;

/// Has a cached async function.
pub(in crate::faults) trait AsyncContender:
    Clone + Send + Sync + 'static
{
    /// Connects to nothing that may not be there.
    fn new(url: &str) -> Self;

    /// Calls it; an error is the cache's, as the body has none.
    fn call(&self, id: u64) -> impl Future<Output = Result<Small, String>> + Send;
}
