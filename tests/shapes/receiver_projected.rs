//! `&self`, of which one field is in the key.

use dtcache::cache_wrapper;
use std::sync::Mutex;

/// A shop with something that has no place in a key.
#[derive(Debug)]
pub struct Shop {
    tenant: &'static str,
    orders: Mutex<Vec<u32>>,
}

impl Shop {
    /// How many orders there are.
    #[cache_wrapper(namespace = "receiver_projected", key(self = self.tenant))]
    #[must_use]
    pub fn count(&self) -> usize {
        self.orders.lock().map_or(0, |orders| orders.len())
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [usize; 3] {
    let orders = |count| Mutex::new(vec![0; count]);
    let shops = [("a", 1), ("a", 5), ("b", 2)];
    shops.map(|(tenant, count)| {
        Shop {
            tenant,
            orders: orders(count),
        }
        .count()
    })
}
