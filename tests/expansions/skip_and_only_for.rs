use dtcache::cache_wrapper;

pub struct Session(pub u32);

#[cache_wrapper(
    namespace = "reports",
    expire = 24 * 60 * 60,
    skip = [session],
    only_for = [report_type in ["daily", "weekly"], region in [None], user_id < 10],
)]
pub fn report(
    report_type: &str,
    region: Option<u8>,
    user_id: u64,
    session: &mut Session,
) -> String {
    session.0 += 1;
    format!("{report_type} {region:?} {user_id}")
}
