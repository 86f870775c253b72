//! What tells one lease from another.

use crate::error::{Error, ErrorKind};

/// Stands under the key of a lease.
pub(super) type Token = [u8; 16];

/// One that no other lease has, in whatever process. From the system each time: a generator of our own
/// would go on alike in a process that was forked off.
pub(super) fn token() -> Result<Token, Error> {
    let mut token = Token::default();
    getrandom::fill(&mut token).map_err(|_| {
        let what = "the system has no random bytes for a lease";
        Error::new(ErrorKind::Busy, "lease", what)
    })?;
    Ok(token)
}
