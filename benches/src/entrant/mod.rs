//! A contender as the measurements see it: made ready, with one payload, in one of the two worlds.
//!
//! A measurement makes one call through a `dyn Entrant` for each slice of many calls; inside of it
//! everything is of a known type, so that all pay the same few nanoseconds for being measured.

mod asynchronous;
mod blocking;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use asynchronous::runtime;

use crate::contender::python::Python;
use crate::payload::Size;

/// The id whose result everybody has stored.
pub const HIT: u64 = 123;

/// How many tasks call at a time.
pub const TASKS: usize = 64;

/// How many threads call at a time.
pub const THREADS: u32 = 16;

/// One contender, ready to be called.
pub trait Entrant {
    /// Its name in the tables.
    fn name(&self) -> &'static str;

    /// Calls once.
    fn call(&mut self, id: u64);

    /// Calls again and again; how many nanoseconds each call took.
    fn time(&mut self, ids: Ids, count: usize) -> Vec<u64>;

    /// Calls from many tasks or threads for a while; how many hits a second came out.
    fn throughput(&mut self, time: Duration) -> f64;
}

/// Which function is called: async or sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum World {
    /// In tasks of one Tokio runtime.
    Async,
    /// In threads.
    Sync,
}

impl World {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Async => "async",
            Self::Sync => "sync",
        }
    }

    /// Connects the contenders that are `wanted`, the floor first.
    pub fn entrants(
        self,
        workers: usize,
        url: &str,
        size: Size,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<Box<dyn Entrant>> {
        match self {
            Self::Async => asynchronous::gather(&runtime(workers), url, size, wanted),
            Self::Sync => {
                let mut found = blocking::gather(url, size, wanted);
                if wanted(Python::NAME) {
                    found.extend(Python::start(url, size).map(|python| Box::new(python) as _));
                }
                found
            }
        }
    }
}

/// Which ids the calls of a slice have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// Always [`HIT`].
    Hit,
    /// Each a new one, which nobody had before.
    New,
}

impl Ids {
    /// The next one.
    pub fn next(self) -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(1_000_000);
        match self {
            Self::Hit => HIT,
            Self::New => NEXT.fetch_add(1, Ordering::Relaxed),
        }
    }
}

fn nanoseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "no slice makes 2^52 calls")]
fn rate(calls: u64, time: Duration) -> f64 {
    calls as f64 / time.as_secs_f64()
}
