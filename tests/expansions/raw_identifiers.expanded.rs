//! Names that are keywords elsewhere.
use dtcache::cache_wrapper;
/// A kind.
#[must_use]
pub fn r#fn(r#type: &str, r#match: u8, r#loop: u8) -> String {
    let __dtcache = ::dtcache::__private::cache_function("raw_identifiers")
        .positional(&r#match)
        .arg("kind", &r#type)
        .arg("loop", &r#loop);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String { format!("{type}{match}{loop}") },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [r#fn("a", 1, 1), r#fn("a", 1, 1), r#fn("a", 2, 1)]
}
