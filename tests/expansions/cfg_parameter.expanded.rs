//! Parameters that are there on some systems only.
use dtcache::cache_wrapper;
/// What is there.
#[must_use]
pub fn there(
    #[cfg(not(target_os = "none"))]
    present: u32,
    #[cfg(target_os = "none")]
    absent: std::absent::Absent,
    always: u32,
) -> u32 {
    let __dtcache = ::dtcache::__private::cache_function("cfg_parameter");
    #[cfg(not(target_os = "none"))]
    let __dtcache = __dtcache.arg("present", &present);
    #[cfg(target_os = "none")]
    let __dtcache = __dtcache.arg("absent", &absent);
    let __dtcache = __dtcache.arg("always", &always);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
            },
            || -> u32 {
                #[cfg(target_os = "none")] drop(absent);
                present + always
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    [there(1, 1), there(1, 1), there(1, 2)]
}
