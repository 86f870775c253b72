//! A method of a generic type, whose parameter is told by what stands for `Self`.
use dtcache::cache_wrapper;
use std::marker::PhantomData;
/// A table of rows.
#[derive(Debug)]
pub struct Table<T>(PhantomData<T>);
impl<T: Default + ToString> Table<T> {
    /// The first row.
    #[must_use]
    pub fn first() -> String {
        let __dtcache = ::dtcache::__private::cache_function("generic_impl")
            .stated()
            .arg("Self", &std::any::type_name::<T>());
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<String>::new().dtcache_outcome()
                },
                || -> String { format!("<{}>", T::default().to_string()) },
            )
    }
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [Table::<u32>::first(), Table::<u32>::first(), Table::<bool>::first()]
}
