//! What users may rely on, held against what was seen.

use std::fmt;
use std::time::Duration;

use crate::callers::{CALLERS, COUNTED, Seen};
use crate::calls::Outcome;
use crate::figures::Figures;

/// What the cache may add to a call.
const BUDGET: Duration = Duration::from_millis(100);

/// What a busy machine may add to 99 of 100 calls.
const SLACK: Duration = Duration::from_millis(10);

/// What may be added to all calls together, in budgets.
const BUDGETS: usize = 2 * CALLERS + 8;

/// When hits must be back, from the fault's end.
pub(crate) const BACK: Duration = Duration::from_secs(2);

/// When there were hits again after the fault.
#[derive(Clone, Copy)]
pub(crate) enum Back {
    /// It does not end.
    NotExpected,
    Never,
    After(Duration),
}

pub(crate) struct Verdict {
    name: String,
    calls: usize,
    hits: usize,
    failed: usize,
    wrong: usize,
    panicked: usize,
    added: Figures,
    machine: Figures,
    /// What was added while nothing was wrong.
    before: Figures,
    back: Back,
}

impl Verdict {
    pub(crate) fn of(name: &str, seen: &Seen, back: Back) -> Self {
        let calls = || seen.before.iter().chain(&seen.counted);
        let count = |outcome| calls().filter(|call| call.result == outcome).count();
        Self {
            name: name.to_owned(),
            calls: seen.counted.len(),
            hits: seen.counted.iter().filter(|call| call.hit).count(),
            failed: count(Outcome::Failed),
            wrong: count(Outcome::Wrong),
            panicked: seen.panicked,
            added: Figures::of(seen.counted.iter().map(|call| call.added)),
            machine: Figures::of(seen.machine.iter().copied()),
            before: Figures::of(seen.before.iter().map(|call| call.added)),
            back,
        }
    }

    pub(crate) fn holds(&self) -> bool {
        self.broken().is_empty()
    }

    /// The sum without what as many calls would have added if nothing had been wrong: on two cores, in a
    /// build that is not optimised, that alone is half of what the fault may add. Optimised, the whole sum
    /// is well below.
    fn added_by_the_fault(&self) -> Duration {
        let calls = u32::try_from(self.calls).expect("few");
        self.added.sum().saturating_sub(self.before.mean() * calls)
    }

    fn broken(&self) -> Vec<&'static str> {
        let most = BUDGET * u32::try_from(BUDGETS).expect("few");
        let back_in_time = match self.back {
            Back::NotExpected => true,
            Back::Never => false,
            Back::After(time) => time <= BACK,
        };
        [
            ("a caller panicked", self.panicked == 0),
            ("a call failed", self.failed == 0),
            ("a value was wrong", self.wrong == 0),
            ("not all calls were made in time", self.calls >= COUNTED),
            (
                "the 99th percentile",
                self.added.percentile(99) <= BUDGET + SLACK,
            ),
            ("the sum", self.added_by_the_fault() <= most),
            ("hits were not back in time", back_in_time),
        ]
        .into_iter()
        .filter_map(|(what, holds)| (!holds).then_some(what))
        .collect()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            calls,
            hits,
            failed,
            wrong,
            panicked,
            added,
            machine,
            before,
            ..
        } = self;
        writeln!(
            f,
            "{name}: {calls} calls, {hits} hits, {failed} failed, {wrong} wrong, {panicked} panicked"
        )?;
        writeln!(f, "  added   {added}")?;
        writeln!(f, "  before  {before}")?;
        writeln!(f, "  machine {machine}")?;
        match self.back {
            Back::NotExpected => write!(f, "  hits are not to be expected")?,
            Back::Never => write!(f, "  hits never came back")?,
            Back::After(time) => write!(f, "  hits back after {time:.1?}")?,
        }
        let broken = self.broken();
        if broken.is_empty() {
            return Ok(());
        }
        write!(f, "\n  broken: {}", broken.join(", "))
    }
}
