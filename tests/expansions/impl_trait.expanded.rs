//! `impl Trait` parameters, one in the key and one not.
use dtcache::cache_wrapper;
use serde::Serialize;
use std::fmt::Display;
/// Text, made by a function.
pub fn made(of: impl Serialize + Display, with: impl Fn(String) -> String) -> String {
    let __dtcache = ::dtcache::__private::cache_function("impl_trait").arg("of", &of);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String { with(of.to_string()) },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let with = |text| format!("<{text}>");
    [made(1, with), made(1, with), made("b", with)]
}
