//! The steps of a call that need no waiting, shared by both worlds.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::outcome::Outcome;
use super::receipt::Receipt;
use super::write::Write;
use crate::caught::caught;
use crate::codec::{self, Codec, Encoded};
use crate::error::{Error, ErrorKind};
use crate::event;
use crate::instance::RedisInstance;
use crate::policy::Life;
use crate::scope::Mode;
use crate::stats::NamespaceCounters;
use crate::store::Store;
use crate::turn::Turn;

/// A call that has a key and goes to the cache.
pub(super) struct Ready<'a> {
    pub(super) instance: RedisInstance,
    pub(super) namespace: &'a str,
    pub(super) key: String,
    pub(super) life: Option<Life>,
    pub(super) write: Write,
    pub(super) codec: Option<Codec>,
    /// What the cache may take of the caller's time.
    pub(super) budget: Duration,
    pub(super) counters: Arc<NamespaceCounters>,
    pub(super) mode: Option<Mode>,
}

/// What to write, and for how long.
pub(super) struct ToWrite {
    pub(super) entry: Vec<u8>,
    pub(super) millis: Option<NonZeroU64>,
}

/// What came of a look-up.
pub(super) enum Lookup<T> {
    /// The stored part of a return; the body does not run.
    Hit(T),
    /// Run the body and store its result.
    Miss,
    /// Run the body. A server that could not be asked is not written to either: the caller has
    /// waited for it once.
    Unavailable,
}

impl Ready<'_> {
    pub(super) fn store(&self) -> &Store {
        self.instance.store()
    }

    /// Whether there is a look-up before the body.
    pub(super) fn looks_up(&self) -> bool {
        self.mode != Some(Mode::Refresh)
    }

    /// After the look-up: what to do next.
    pub(super) fn looked_up<T: DeserializeOwned>(
        &self,
        found: Result<Option<Bytes>, Error>,
    ) -> Lookup<T> {
        let limits = &self.instance.settings().limits;
        match found.and_then(|entry| codec::found(entry.as_deref(), limits)) {
            Ok(Some(value)) => {
                self.counters.hits.add_one();
                event::hit(self.namespace, &self.key);
                Lookup::Hit(value)
            }
            Ok(None) => {
                self.counters.misses.add_one();
                event::miss(self.namespace, &self.key);
                Lookup::Miss
            }
            Err(error) => {
                self.counters.misses.add_one();
                self.failed(&error);
                if is_about_the_entry(error.kind()) {
                    Lookup::Miss
                } else {
                    Lookup::Unavailable
                }
            }
        }
    }

    /// After the body: what to write and to wait for, if anything. What is not to be waited for is
    /// on its way.
    pub(super) fn write<O: Outcome>(
        &self,
        outcome: &O,
        value: &O::Stored,
        turn: Turn,
    ) -> Option<ToWrite> {
        if self.mode == Some(Mode::ReadOnly) {
            return None;
        }
        let life = self.life?;
        let Some(is_worth_storing) = caught(|| outcome.worth_storing(value)) else {
            let what = "the condition of cache_if panicked";
            self.failed(&Error::new(ErrorKind::Unencodable, "encode", what));
            return None;
        };
        if !is_worth_storing {
            return None;
        }
        let settings = self.instance.settings();
        let codec = self.codec.unwrap_or(settings.codec);
        match codec::encode_verified(value, codec, &settings.limits) {
            Ok(Encoded::Entry(entry)) => {
                let millis = life.millis();
                self.waits_for(ToWrite { entry, millis }, turn)
            }
            Ok(Encoded::Null) => None,
            Err(error) => {
                self.failed(&error.into());
                None
            }
        }
    }

    /// After the write.
    pub(super) fn written(&self, bytes: usize, result: Result<(), Error>) {
        match result {
            Ok(()) => {
                self.counters.stored.add_one();
                event::stored(self.namespace, &self.key, bytes);
            }
            Err(error) => self.failed(&error),
        }
    }

    /// A write that there is no time for is done behind the call. Else an entry that takes the whole
    /// budget to be found bad would stand there for ever.
    fn waits_for(&self, write: ToWrite, turn: Turn) -> Option<ToWrite> {
        if self.write == Write::Wait && !turn.left().is_zero() {
            return Some(write);
        }
        let receipt = Receipt::new(&self.counters, self.namespace);
        let report = move |key: &str, bytes, result| receipt.signed(key, bytes, result);
        self.store()
            .set_behind(&self.key, write.entry, write.millis, Box::new(report));
        None
    }

    fn failed(&self, error: &Error) {
        let is_outage = self.store().is_away();
        self.counters
            .failed(self.namespace, &self.key, error, is_outage);
    }
}

/// Whether an error says that the entry is bad, and so is to be overwritten, and not that the
/// server is.
fn is_about_the_entry(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Corrupt | ErrorKind::TooLarge | ErrorKind::TypeMismatch
    )
}
