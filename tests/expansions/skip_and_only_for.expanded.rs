use dtcache::cache_wrapper;
pub struct Session(pub u32);
pub fn report(
    report_type: &str,
    region: Option<u8>,
    user_id: u64,
    session: &mut Session,
) -> String {
    let __dtcache = {
        use ::dtcache::__private::Holds as _;
        ::dtcache::__private::cache_function("reports")
            .only_for(
                (&&&&&::dtcache::__private::In(&report_type, ["daily", "weekly"]))
                    .dtcache_holds(),
            )
            .only_for(
                (&&&&&::dtcache::__private::In(&region, [::dtcache::__private::Missing]))
                    .dtcache_holds(),
            )
            .condition(user_id < 10)
            .expire(86400u64)
            .arg("report_type", &report_type)
            .arg("region", &region)
            .arg("user_id", &user_id)
    };
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<String>::new().dtcache_outcome()
            },
            || -> String {
                session.0 += 1;
                format!("{report_type} {region:?} {user_id}")
            },
        )
}
