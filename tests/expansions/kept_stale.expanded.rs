//! Results that are of use beyond their time, and a companion that keeps them as long.
use dtcache::cache_wrapper;
use std::num::ParseIntError;
use std::time::Duration;
/// How long a text that was no number is left alone.
pub const RETRY: Duration = Duration::from_secs(5);
/// Reads a number.
///
/// # Errors
///
/// If the text is none.
pub fn read(text: &str, kept: Duration) -> Result<u32, ParseIntError> {
    let __dtcache = ::dtcache::__private::cache_function("kept_stale")
        .expire(60u64)
        .stale_for(kept * 2)
        .stale_retry(RETRY)
        .arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Result<u32, ParseIntError>>::new()
                    .dtcache_outcome()
            },
            || -> Result<u32, ParseIntError> {
                let number: u32 = text.parse()?;
                Ok(number + u32::from(kept.is_zero()))
            },
        )
}
///The entry of `read` in the cache, for these arguments.
pub fn read_entry(text: &str, kept: Duration) -> ::dtcache::__private::Entry<u32> {
    let __dtcache = ::dtcache::__private::entry("kept_stale")
        .in_doubt(|| {})
        .expire(60u64)
        .stale_for(kept * 2)
        .arg("text", &text);
    __dtcache
        .handle::<
            u32,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<Result<u32, ParseIntError>>::new()
                .dtcache_outcome()
        })
}
/// The same for ten minutes.
///
/// # Errors
///
/// If the text is no number.
pub fn again(text: &str) -> Result<u32, ParseIntError> {
    let __dtcache = ::dtcache::__private::cache_function("kept_stale:literal")
        .expire(60u64)
        .stale_for_millis(600000u64)
        .stale_retry_millis(1500u64)
        .arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Result<u32, ParseIntError>>::new()
                    .dtcache_outcome()
            },
            || -> Result<u32, ParseIntError> { text.parse() },
        )
}
/// A call, the same again, and another.
///
/// # Panics
///
/// If the handle does not find what the function stored.
#[must_use]
pub fn calls() -> [u32; 3] {
    let kept = Duration::from_secs(500);
    let numbers = ["1", "1", "2"].map(|text| read(text, kept).unwrap_or_default());
    assert_eq!(read_entry("1", kept).peek(), Ok(Some(1)));
    assert_eq!(again("3"), Ok(3));
    numbers
}
