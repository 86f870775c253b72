//! The sync ones.

mod by_hand;
mod cached;
mod dtcache;

use crate::payload::Small;

pub(super) use by_hand::ByHand;
pub(super) use cached::Cached;
pub(super) use dtcache::Dtcache;

/// Has a cached sync function.
pub(in crate::faults) trait BlockingContender: Send + Sized + 'static {
    /// For one thread; connects to nothing that may not be there.
    fn new(url: &str) -> Self;

    /// Calls it; an error is the cache's, as the body has none.
    fn call(&mut self, id: u64) -> Result<Small, String>;
}
