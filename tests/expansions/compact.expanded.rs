//! Entries that Rust has to itself.
use dtcache::cache_wrapper;
/// Floats, not all of which JSON could carry.
#[must_use]
pub fn ratios(of: u8) -> Vec<f64> {
    let __dtcache = ::dtcache::__private::cache_function("compact")
        .codec_compact()
        .arg("of", &of);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Vec<f64>>::new().dtcache_outcome()
            },
            || -> Vec<f64> { vec![f64::INFINITY, f64::from(of) / 2.0] },
        )
}
///The entry of `ratios` in the cache, for these arguments.
pub fn ratios_entry(of: u8) -> ::dtcache::__private::Entry<Vec<f64>> {
    let __dtcache = ::dtcache::__private::entry("compact")
        .in_doubt(|| {})
        .codec_compact()
        .arg("of", &of);
    __dtcache
        .handle::<
            Vec<f64>,
            _,
        >({
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<Vec<f64>>::new().dtcache_outcome()
        })
}
/// A call, the same again, and another as its entry has it.
#[must_use]
pub fn calls() -> [Vec<f64>; 3] {
    let (first, again) = (ratios(1), ratios(1));
    let _ = ratios(2);
    let other = ratios_entry(2).peek().ok().flatten();
    [first, again, other.unwrap_or_default()]
}
