//! `&self` left out of the key.

use dtcache::cache_wrapper;

/// A client that is the same to every caller.
#[derive(Debug)]
pub struct Client(u32);

impl Client {
    /// A page.
    #[cache_wrapper(namespace = "receiver_skipped", skip = [self])]
    #[must_use]
    pub fn page(&self, number: u32) -> u32 {
        self.0 + number
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [Client(0).page(1), Client(7).page(1), Client(0).page(2)]
}
