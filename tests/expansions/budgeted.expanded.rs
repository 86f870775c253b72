//! A call that says how long the cache may take of its time: here, what the caller says.
use std::time::Duration;
use dtcache::cache_wrapper;
/// A number for which there is as much time as the caller says.
#[must_use]
pub fn length(text: &str, patience: Duration) -> usize {
    let __dtcache = ::dtcache::__private::cache_function("budgeted")
        .budget(patience)
        .arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<usize>::new().dtcache_outcome()
            },
            || -> usize { text.len() + usize::from(patience.is_zero()) },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [usize; 3] {
    let patience = Duration::from_millis(30);
    [length("a", patience), length("a", patience), length("bb", patience)]
}
