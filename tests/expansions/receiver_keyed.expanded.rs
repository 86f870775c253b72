//! `&self` as a part of the key.
use dtcache::cache_wrapper;
use serde::Serialize;
/// A shop.
#[derive(Serialize)]
pub struct Shop {
    tenant: &'static str,
}
impl Shop {
    /// What is on its sign.
    #[must_use]
    pub fn sign(&self) -> String {
        let __dtcache = ::dtcache::__private::cache_function("receiver_keyed")
            .receiver(&self);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<String>::new().dtcache_outcome()
                },
                || -> String { self.tenant.to_uppercase() },
            )
    }
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    ["a", "a", "b"].map(|tenant| Shop { tenant }.sign())
}
