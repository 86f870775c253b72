//! A function that comes out of a `macro_rules!`.

use dtcache::cache_wrapper;

macro_rules! cached {
    ($(#[$doc:meta])* $name:ident, $namespace:expr, $parameter:ident: $type:ty, $body:block) => {
        $(#[$doc])*
        #[cache_wrapper(namespace = $namespace, expire = 60)]
        #[must_use]
        pub fn $name($parameter: $type) -> $type $body
    };
}

cached!(
    /// One more.
    next, "macro_made", number: u32, { number + 1 }
);

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [next(1), next(1), next(2)]
}
