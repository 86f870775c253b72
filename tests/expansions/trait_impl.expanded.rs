//! A method of a trait's `impl`.
use dtcache::cache_wrapper;
/// Reads rows.
pub trait Table {
    /// A row.
    fn row(&self, number: u32) -> String;
}
/// Users.
#[derive(Debug)]
pub struct Users;
impl Table for Users {
    fn row(&self, number: u32) -> String {
        let __dtcache = ::dtcache::__private::cache_function("trait_impl")
            .within::<Self>()
            .arg("number", &number);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<String>::new().dtcache_outcome()
                },
                || -> String { format!("user {number}") },
            )
    }
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [1, 1, 2].map(|number| Users.row(number))
}
