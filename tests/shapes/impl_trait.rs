//! `impl Trait` parameters, one in the key and one not.

use dtcache::cache_wrapper;
use serde::Serialize;
use std::fmt::Display;

/// Text, made by a function.
#[cache_wrapper(namespace = "impl_trait", skip = [with])]
pub fn made(of: impl Serialize + Display, with: impl Fn(String) -> String) -> String {
    with(of.to_string())
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let with = |text| format!("<{text}>");
    [made(1, with), made(1, with), made("b", with)]
}
