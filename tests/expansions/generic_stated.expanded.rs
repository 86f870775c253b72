//! Type and `const` parameters that are stated.
use dtcache::cache_wrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
/// The first few of a number's multiples.
#[must_use]
pub fn multiples<T, const N: usize>(number: u8) -> Vec<T>
where
    T: From<u8> + Serialize + DeserializeOwned,
{
    let __dtcache = ::dtcache::__private::cache_function("generic_stated")
        .arg("T", &std::any::type_name::<T>());
    let __dtcache = __dtcache.arg("count", &N).arg("number", &number);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Vec<T>>::new().dtcache_outcome()
            },
            || -> Vec<T> {
                (1..).map(|factor| T::from(number * factor)).take(N).collect()
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Vec<u16>; 3] {
    [multiples::<_, 2>(1), multiples::<_, 2>(1), multiples::<_, 3>(1)]
}
