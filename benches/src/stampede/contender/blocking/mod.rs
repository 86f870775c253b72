//! The sync ones.

mod bare;
mod by_hand;
mod cached;
mod dtcache;

use crate::payload::Medium;

pub(super) use bare::Bare;
pub(super) use by_hand::ByHand;
pub(super) use cached::Cached;
pub(super) use dtcache::{Away, Dtcache};

/// Has a cached sync function.
pub(in crate::stampede) trait BlockingContender: Send + Sized {
    /// Its name in the tables.
    const NAME: &'static str;

    /// Makes what each of so many threads uses.
    fn connect(url: &str, threads: usize) -> Vec<Self>;

    /// Calls it; an error is the cache's, as the body has none.
    fn call(&mut self, id: u64) -> Result<Medium, String>;
}
