use dtcache::{RedisInstance, cache_wrapper};
use std::sync::Mutex;

pub struct Orders {
    pub tenant: String,
    pub redis: RedisInstance,
    pub open: Mutex<Vec<u64>>,
}

impl Orders {
    #[cache_wrapper(namespace = "orders", key(self = self.tenant), redis = self.redis)]
    pub fn open_above(&self, least: u64) -> Vec<u64> {
        let open = self.open.lock().unwrap_or_else(|open| open.into_inner());
        open.iter()
            .copied()
            .filter(|order| *order > least)
            .collect()
    }
}
