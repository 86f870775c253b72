//! One trial, in a process of its own: the fault begins, lasts, ends, and what is then is watched.

use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::wait;

use super::ledger::{Call, Ledger, hits};
use super::outcome::{HUNG, Outcome};
use super::stage::Stage;
use super::{Trial, lines};

/// Time for every caller to have called, and for what is shared to be stored.
const WARM_UP: Duration = Duration::from_millis(700);

/// Who is not back after this does not come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Carries it out. Whatever of it hangs ends with the process.
pub fn trial(trial: Trial) -> Outcome {
    let stage = Stage::new(trial.scenario);
    let ledger = Arc::new(Ledger::default());
    lines::count();
    let started = Instant::now();
    let callers_share = trial.contender.callers_share();
    if !trial.scenario.is_at_start() {
        trial.contender.start(&stage.url(), &ledger);
        sleep(WARM_UP);
        wait::until("hits before the fault", || {
            hits(&ledger.all(), callers_share, started).count() > 10
        });
    }
    stage.begin();
    let begun = Instant::now();
    if trial.scenario.is_at_start() {
        trial.contender.start(&stage.url(), &ledger);
    }
    sleep(trial.scenario.length());
    let ending = Instant::now();
    stage.end();
    let ended = Instant::now();
    let back = wait_for_hit(&ledger, callers_share, ending, ended);
    let calls = || during(&ledger, begun, ending);
    wait_until_all_are_known(calls);
    let outcome = Outcome::new(trial.contender, &calls(), back, lines::counted());
    drop(stage);
    outcome
}

/// How long after the end somebody was served from the cache; `None` if nobody was.
fn wait_for_hit(
    ledger: &Ledger,
    callers_share: bool,
    ending: Instant,
    ended: Instant,
) -> Option<Duration> {
    while ended.elapsed() < PATIENCE {
        let calls = ledger.all();
        let hits = hits(&calls, callers_share, ending);
        let first = hits.map(Call::ended_at).min();
        if let Some(first) = first {
            return Some(first.saturating_duration_since(ended));
        }
        sleep(Duration::from_millis(20));
    }
    None
}

/// The calls that were under way while it lasted.
fn during(ledger: &Ledger, begun: Instant, ending: Instant) -> Vec<Call> {
    let mut calls = ledger.all();
    calls.retain(|call| call.begun < ending && call.ended_at() > begun);
    calls
}

fn wait_until_all_are_known(calls: impl Fn() -> Vec<Call>) {
    while calls()
        .iter()
        .any(|call| call.is_open() && call.took < HUNG)
    {
        sleep(Duration::from_millis(20));
    }
}
