//! Conditions on the call.
use dtcache::cache_wrapper;
/// A report.
#[must_use]
pub fn report(kind: &str, user: u32, day: Option<u8>) -> String {
    let __dtcache = {
        use ::dtcache::__private::Holds as _;
        ::dtcache::__private::cache_function("only_for")
            .only_for(
                (&&&&&::dtcache::__private::In(&kind, ["daily", "weekly"]))
                    .dtcache_holds(),
            )
            .only_for(
                (&&&&&::dtcache::__private::In(&day, [::dtcache::__private::Missing]))
                    .dtcache_holds(),
            )
            .condition(user > 100)
            .arg("kind", &kind)
            .arg("user", &user)
            .arg("day", &day)
    };
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String { format!("{kind} {user} {day:?}") },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    let call = |kind| report(kind, 1, Some(1));
    [call("daily"), call("daily"), call("weekly")]
}
