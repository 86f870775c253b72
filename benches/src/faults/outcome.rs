//! What came of a trial, in figures.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::contender::Contender;
use super::ledger::{Call, Ending};

/// A call that takes longer hangs, whatever comes of it.
pub(super) const HUNG: Duration = Duration::from_secs(5);

/// The figures of one contender in one scenario, of the calls that were under way while the fault lasted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Whose.
    pub contender: Contender,
    /// How many calls there were: a caller that waits makes fewer.
    pub calls: usize,
    /// That returned an error, and that the function by itself would not have returned.
    pub failed: usize,
    /// That panicked.
    pub panicked: usize,
    /// That took more than five seconds, or did not end.
    pub hung: usize,
    /// That returned another value than the function returns.
    pub wrong: usize,
    /// What half of the calls took at most, beside the body, in milliseconds.
    pub added_p50: f64,
    /// What 99 of 100 took at most.
    pub added_p99: f64,
    /// The most; of calls that did not end, as long as they were watched.
    pub added_max: f64,
    /// From the end of the fault until a call was served from the cache, in seconds.
    pub back_after: Option<f64>,
    /// In its log, over the whole trial: events, records and lines on stderr.
    pub lines: u64,
}

impl Outcome {
    pub(super) fn new(
        contender: Contender,
        calls: &[Call],
        back: Option<Duration>,
        lines: u64,
    ) -> Self {
        let is_hung = |call: &&Call| call.took >= HUNG;
        let count = |ending| {
            let calls = calls.iter().filter(|call| call.ending == ending);
            calls.filter(|call| !is_hung(call)).count()
        };
        let added = calls
            .iter()
            .map(|call| call.took.saturating_sub(call.body.unwrap_or_default()));
        let mut added: Vec<_> = added.collect();
        added.sort_unstable();
        let quantile = |percent: usize| {
            let last = added.len().saturating_sub(1);
            let time = added.get((added.len() * percent / 100).min(last));
            time.map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        Self {
            contender,
            calls: calls.len(),
            failed: count(Ending::Error),
            panicked: count(Ending::Panic),
            hung: calls.iter().filter(is_hung).count(),
            wrong: count(Ending::WrongValue),
            added_p50: quantile(50),
            added_p99: quantile(99),
            added_max: quantile(100),
            back_after: back.map(|back| back.as_secs_f64()),
            lines,
        }
    }
}
