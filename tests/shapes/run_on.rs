//! Bodies that run on when a stale result was served: what they use is theirs.

use dtcache::cache_wrapper;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A bank.
#[derive(Debug, Serialize, Deserialize)]
pub struct Bank {
    /// What it adds.
    pub fee: u32,
}

/// What cannot be done.
#[derive(Debug)]
pub struct Closed;

impl Bank {
    /// The price of something.
    ///
    /// # Errors
    ///
    /// If there is none.
    #[cache_wrapper(
        namespace = "run_on",
        expire = "1h",
        stale(for = "1d", retry = "5s", refresh = background),
        skip = [limit, closed],
        only_for = [closed.is_empty()],
        cache_if = |price| *price < limit,
    )]
    pub async fn price(
        self: Arc<Self>,
        name: String,
        unit: &'static str,
        limit: u32,
        closed: &[String],
    ) -> Result<u32, Closed> {
        let length = std::future::ready(name.len()).await;
        if length > 100 {
            return Err(Closed);
        }
        let length = u32::try_from(length + unit.len()).map_err(|_| Closed)?;
        Ok(length + self.fee)
    }
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    let mut prices = [0; 3];
    for (name, price) in ["a", "a", "bb"].into_iter().zip(&mut prices) {
        let bank = Arc::new(Bank { fee: 1 });
        let asked = bank.price(name.to_owned(), "CHF", 1000, &[]);
        *price = asked.await.unwrap_or_default();
    }
    prices
}
