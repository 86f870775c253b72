//! Those who call, all at once.

mod asynchronous;
mod blocking;

use std::sync::Arc;
use std::time::Instant;

use super::round::Round;
use crate::payload::Medium;

pub(super) use asynchronous::{InTasks, rush};
pub(super) use blocking::InThreads;

/// A contender with its callers.
pub(super) trait Crowd {
    /// The contender's name.
    fn name(&self) -> &'static str;

    /// All of them call; how each call ended.
    fn rush(&mut self, round: &Arc<Round>) -> Vec<Ending>;
}

/// How a call ended, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    pub(super) at: Instant,
    pub(super) is_right: bool,
}

/// A call that has just returned.
fn ending(round: &Round, result: &Result<Medium, String>, expected: &Medium) -> Ending {
    let at = Instant::now();
    round.returned.come();
    Ending {
        at,
        is_right: result.as_ref() == Ok(expected),
    }
}
