//! `&mut self` and another `&mut`, both left out of the key.
use dtcache::cache_wrapper;
/// A session that counts.
#[derive(Debug)]
pub struct Session(u32);
impl Session {
    /// Reads a row, and counts that it did.
    #[must_use]
    pub fn read(&mut self, row: u32, log: &mut Vec<u32>) -> u32 {
        let __dtcache = ::dtcache::__private::cache_function("receiver_mut")
            .within::<Self>()
            .arg("row", &row);
        __dtcache
            .run(
                {
                    use ::dtcache::__private::OfAny as _;
                    ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
                },
                || -> u32 {
                    self.0 += 1;
                    log.push(row);
                    row + 10 * self.0
                },
            )
    }
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    let (mut session, mut log) = (Session(0), Vec::new());
    [1, 1, 2].map(|row| session.read(row, &mut log))
}
