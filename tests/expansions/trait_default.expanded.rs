//! A trait's default body, which says what tells the implementations apart.
use dtcache::cache_wrapper;
/// A table with a name.
pub trait Table {
    /// The name.
    const NAME: &'static str;
    /// Its title.
    fn title(&self) -> String {
        let __dtcache = ::dtcache::__private::cache_function("trait_default")
            .stated()
            .arg("Self", &Self::NAME);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<String>::new().dtcache_outcome()
                },
                || -> String { Self::NAME.to_uppercase() },
            )
    }
}
/// Users.
#[derive(Debug)]
pub struct Users;
impl Table for Users {
    const NAME: &'static str = "users";
}
/// Orders.
#[derive(Debug)]
pub struct Orders;
impl Table for Orders {
    const NAME: &'static str = "orders";
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [Users.title(), Users.title(), Orders.title()]
}
