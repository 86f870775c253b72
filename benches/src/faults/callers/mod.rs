//! Those who call, again and again, each with a pause between two calls.

mod asynchronous;
mod blocking;

use std::time::Duration;

use super::ledger::Ending;
use crate::entrant::Ids;
use crate::payload::{Payload, Small};

pub(super) use asynchronous::in_tasks;
pub(super) use blocking::in_threads;

/// Between two calls of a caller: all contenders of a scenario share the machine, and none is to wait
/// for another's callers.
const PAUSE: Duration = Duration::from_millis(50);

/// The ids that all callers share, and whose results are stored before a fault begins.
const SHARED: [u64; 4] = [100, 102, 104, 106];

/// The id of a caller's call: each fourth is one that nobody had before, the others are shared.
fn id(caller: usize, round: usize) -> u64 {
    let turn = caller + round;
    if turn.is_multiple_of(4) {
        Ids::New.next()
    } else {
        SHARED[turn / 4 % SHARED.len()]
    }
}

fn ending(id: u64, result: Result<Small, String>) -> Ending {
    match result {
        Ok(value) if value == Small::make(id) => Ending::Value,
        Ok(_) => Ending::WrongValue,
        Err(_) => Ending::Error,
    }
}
