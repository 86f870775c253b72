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
    #[cache_wrapper(namespace = "receiver_keyed")]
    #[must_use]
    pub fn sign(&self) -> String {
        self.tenant.to_uppercase()
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    ["a", "a", "b"].map(|tenant| Shop { tenant }.sign())
}
