//! A type parameter that the key tells by a value of it.
use dtcache::cache_wrapper;
use serde::Serialize;
/// As text.
#[must_use]
pub fn shown<T: Serialize + ToString>(value: &[T]) -> String {
    let __dtcache = ::dtcache::__private::cache_function("generic_told")
        .arg("value", &value);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String { value.iter().map(ToString::to_string).collect() },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [shown(&[1, 2]), shown(&[1, 2]), shown(&["1", "2", "3"])]
}
