//! The async ones.

mod bare;
mod by_hand;
mod cached;
mod dtcache;
mod hitbox;

use crate::payload::Medium;

pub(super) use bare::Bare;
pub(super) use by_hand::ByHand;
pub(super) use cached::Cached;
pub(super) use dtcache::Away;
pub(in crate::stampede) use dtcache::{Dtcache, Locked};
pub(super) use hitbox::{Hitbox, Plain as PlainHitbox};

/// Has a cached async function; a clone is what another task uses.
pub(in crate::stampede) trait AsyncContender:
    Clone + Send + Sync + 'static
{
    /// Its name in the tables.
    const NAME: &'static str;

    /// Makes what all calls share.
    fn connect(url: &str) -> impl Future<Output = Self> + Send;

    /// Calls it; an error is the cache's, as the body has none.
    fn call(&self, id: u64) -> impl Future<Output = Result<Medium, String>> + Send;
}
