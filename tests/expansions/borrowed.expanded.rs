//! Parameters that are borrowed: text, slices, options of references, `Cow`.
use dtcache::cache_wrapper;
use std::borrow::Cow;
/// All of them together.
#[allow(clippy::needless_pass_by_value, reason = "that is what is tried here")]
#[must_use]
pub fn joined(
    text: &str,
    slice: &[u8],
    option: Option<&String>,
    cow: Cow<'_, str>,
) -> String {
    let __dtcache = ::dtcache::__private::cache_function("borrowed")
        .arg("text", &text)
        .arg("slice", &slice)
        .arg("option", &option)
        .arg("cow", &cow);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String { format!("{text}{slice:?}{option:?}{cow}") },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let text = "x".to_owned();
    let call = |cow: Cow<'_, str>| joined("a", &[1], Some(&text), cow);
    [call("b".into()), call("b".to_owned().into()), call("c".into())]
}
