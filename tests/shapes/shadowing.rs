//! Names of ours and of the standard library that mean something else here.

use dtcache::cache_wrapper;

/// Hides the standard one.
#[allow(dead_code, reason = "it is there to be in the way")]
pub enum Option {
    /// Hides the standard one.
    Some,
    /// Hides the standard one.
    None,
}

#[allow(dead_code, reason = "it is there to be in the way")]
mod core {}

trait Everything: Sized {
    #[allow(dead_code, reason = "it is there to be in the way")]
    fn outcome(self) -> Self {
        self
    }

    #[allow(dead_code, reason = "it is there to be in the way")]
    fn holds(&self) -> Option {
        Option::None
    }

    #[allow(dead_code, reason = "it is there to be in the way")]
    fn run(self) {}

    #[allow(dead_code, reason = "it is there to be in the way")]
    fn arg(self) {}
}

impl<T> Everything for T {}

macro_rules! pin {
    () => {};
}

/// Joins what is named in every way that could be ours.
#[cache_wrapper(namespace = "shadowing", only_for = [result in 1..9])]
pub async fn joined(result: u32, redis: u32, key: u32, call: u32, body: u32) -> u32 {
    pin!();
    std::future::ready(result + redis + key + call + body).await
}

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [
        joined(1, 1, 1, 1, 1).await,
        joined(1, 1, 1, 1, 1).await,
        joined(2, 1, 1, 1, 1).await,
    ]
}
