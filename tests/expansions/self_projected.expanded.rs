use dtcache::{RedisInstance, cache_wrapper};
use std::sync::Mutex;
pub struct Orders {
    pub tenant: String,
    pub redis: RedisInstance,
    pub open: Mutex<Vec<u64>>,
}
impl Orders {
    pub fn open_above(&self, least: u64) -> Vec<u64> {
        let __dtcache = ::dtcache::__private::cache_function("orders")
            .within::<Self>()
            .redis(&self.redis)
            .arg("self", &self.tenant)
            .arg("least", &least);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<Vec<u64>>::new().dtcache_outcome()
                },
                || -> Vec<u64> {
                    let open = self.open.lock().unwrap_or_else(|open| open.into_inner());
                    open.iter().copied().filter(|order| *order > least).collect()
                },
            )
    }
}
