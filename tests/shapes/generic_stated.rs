//! Type and `const` parameters that are stated.

use dtcache::cache_wrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The first few of a number's multiples.
#[cache_wrapper(namespace = "generic_stated", key(T = std::any::type_name::<T>(), "count" = N))]
#[must_use]
pub fn multiples<T, const N: usize>(number: u8) -> Vec<T>
where
    T: From<u8> + Serialize + DeserializeOwned,
{
    (1..)
        .map(|factor| T::from(number * factor))
        .take(N)
        .collect()
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Vec<u16>; 3] {
    [
        multiples::<_, 2>(1),
        multiples::<_, 2>(1),
        multiples::<_, 3>(1),
    ]
}
