//! Trait objects, which can only be left out of a key.
use dtcache::cache_wrapper;
use std::fmt::Debug;
/// What it shows.
#[must_use]
pub fn shown(id: u32, boxed: Box<dyn Debug + Send>, behind: &dyn Debug) -> String {
    let __dtcache = ::dtcache::__private::cache_function("dyn_skipped").arg("id", &id);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String {
                let shown = format!("{id} {boxed:?} {behind:?}");
                drop(boxed);
                shown
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [1, 1, 2].map(|id| shown(id, Box::new('a'), &"b"))
}
