//! A lease that this process has, or tries for.

use std::sync::Arc;
use std::time::Instant;

use super::script::Answer;
use super::token::Token;
use super::{RENEWAL, Shared};
use crate::error::{Error, ErrorKind};
use crate::store::lease::{Acquired, Lease};

/// Dropped, it is released in the background, if the server may know of it.
pub(in crate::store) struct Held {
    shared: Arc<Shared>,
    id: u64,
    lock: Arc<str>,
    token: Token,
    begun: Instant,
    /// Whether there is nothing to release.
    is_over: bool,
}

impl Held {
    pub(super) fn new(
        shared: Arc<Shared>,
        id: u64,
        lock: Arc<str>,
        token: Token,
        begun: Instant,
    ) -> Self {
        Self {
            shared,
            id,
            lock,
            token,
            begun,
            is_over: false,
        }
    }

    pub(in crate::store::redis) fn lock(&self) -> &str {
        &self.lock
    }

    pub(in crate::store::redis) fn token(&self) -> &Token {
        &self.token
    }

    /// After the try for it: what became of it.
    pub(in crate::store::redis) fn tried(
        mut self,
        key: &str,
        result: Result<Answer, Error>,
    ) -> Result<Acquired, Error> {
        // Without an answer it may be held nevertheless; an answer that is none says no more.
        self.is_over = match &result {
            Ok(Answer::Leased) => false,
            Ok(_) => true,
            Err(error) => !matches!(
                error.kind(),
                ErrorKind::Timeout | ErrorKind::Closed | ErrorKind::Protocol
            ),
        };
        Ok(match result? {
            Answer::Leased => {
                self.renew();
                Acquired::Leased(Lease::held(key, self))
            }
            Answer::Found(entry) => Acquired::Found(entry),
            Answer::Held(left) => Acquired::Held(left),
        })
    }

    /// After the entry was to be stored. Where it was not, and it is not known why, others are not to
    /// wait longer than they must.
    pub(in crate::store::redis) fn settled(
        mut self,
        result: Result<bool, Error>,
    ) -> Result<bool, Error> {
        self.is_over = result.is_ok();
        result
    }

    fn renew(&self) {
        let Some(mut state) = self.shared.state() else {
            return;
        };
        let due = self.begun + RENEWAL;
        let is_first = state.leases.renew(self.id, due);
        drop(state);
        // Behind others it is due after them, unless it was long in coming.
        if is_first || due <= Instant::now() {
            self.shared.to_keep.notify_one();
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(mut state) = self.shared.state() else {
            return;
        };
        if self.is_over {
            state.leases.forget(self.id);
        } else if state.leases.release(self.id) {
            drop(state);
            self.shared.to_keep.notify_one();
        }
    }
}
