//! The standard library's alias of a `Result`.
use dtcache::cache_wrapper;
use std::io;
/// The length of a text.
///
/// # Errors
///
/// If it is empty.
pub fn length(text: &str) -> io::Result<usize> {
    let __dtcache = ::dtcache::__private::cache_function("result_of_io")
        .arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<io::Result<usize>>::new().dtcache_outcome()
            },
            || -> io::Result<usize> {
                if text.is_empty() {
                    return Err(io::ErrorKind::InvalidInput.into());
                }
                Ok(text.len())
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Option<usize>; 3] {
    ["a", "a", "bb"].map(|text| length(text).ok())
}
