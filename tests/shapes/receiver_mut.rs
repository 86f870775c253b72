//! `&mut self` and another `&mut`, both left out of the key.

use dtcache::cache_wrapper;

/// A session that counts.
#[derive(Debug)]
pub struct Session(u32);

impl Session {
    /// Reads a row, and counts that it did.
    #[cache_wrapper(namespace = "receiver_mut", skip = [self, log])]
    #[must_use]
    pub fn read(&mut self, row: u32, log: &mut Vec<u32>) -> u32 {
        self.0 += 1;
        log.push(row);
        row + 10 * self.0
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    let (mut session, mut log) = (Session(0), Vec::new());
    [1, 1, 2].map(|row| session.read(row, &mut log))
}
