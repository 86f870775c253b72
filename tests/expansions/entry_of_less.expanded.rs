//! Companions that take less than their functions do, and lend nothing.
use dtcache::cache_wrapper;
use std::borrow::Cow;
/// A table.
pub trait Table {
    /// Its entries' prefix.
    const NAMESPACE: &'static str;
}
/// Users.
#[derive(Debug)]
pub struct Users;
impl Table for Users {
    const NAMESPACE: &'static str = "entry_of_less:users";
}
/// A name, borrowed where it is known.
#[must_use]
pub fn name(id: usize, names: &[String]) -> Cow<'_, str> {
    let __dtcache = ::dtcache::__private::cache_function("entry_of_less").arg("id", &id);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Cow<'_, str>>::new().dtcache_outcome()
            },
            || -> Cow<'_, str> {
                names.get(id).map_or(Cow::Borrowed("nobody"), Cow::from)
            },
        )
}
///The entry of `name` in the cache, for these arguments.
pub fn name_entry(id: usize) -> ::dtcache::__private::Entry<Cow<'static, str>> {
    let __dtcache = ::dtcache::__private::entry("entry_of_less")
        .in_doubt(|| {})
        .arg("id", &id);
    __dtcache
        .handle::<
            Cow<'_, str>,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<Cow<'_, str>>::new().dtcache_outcome()
        })
}
/// How long its entries' names are.
#[must_use]
pub fn length<T: Table>(of: &str) -> usize {
    let __dtcache = ::dtcache::__private::cache_function(const {
            ::dtcache::__private::namespace(T::NAMESPACE)
        })
        .arg("of", &of);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<usize>::new().dtcache_outcome()
            },
            || -> usize { T::NAMESPACE.len() + of.len() },
        )
}
///The entry of `length` in the cache, for these arguments.
pub fn length_entry<T: Table>(of: &str) -> ::dtcache::__private::Entry<usize> {
    let __dtcache = ::dtcache::__private::entry(const {
            ::dtcache::__private::namespace(T::NAMESPACE)
        })
        .in_doubt(|| {})
        .arg("of", &of);
    __dtcache
        .handle::<
            usize,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<usize>::new().dtcache_outcome()
        })
}
/// A call, the same again, and another.
///
/// # Panics
///
/// If a handle does not find what its function stored.
#[must_use]
pub fn calls() -> [String; 3] {
    assert_eq!(length_entry::< Users > ("a").peek(), Ok(None));
    let length = length::<Users>("a");
    assert_eq!(length_entry::< Users > ("a").peek(), Ok(Some(length)));
    let names = ["a".to_owned(), "b".to_owned()];
    let first = name(0, &names).into_owned();
    let entry = name_entry(0);
    assert_eq!(entry.peek(), Ok(Some(Cow::from("a"))));
    [first, name(0, &[]).into_owned(), name(1, &names).into_owned()]
}
