//! Whether a soak went well.

use super::tally::Tally;
use super::vitals::Vitals;

/// The end of a round, when all is well again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub(super) tally: Tally,
    pub(super) vitals: Vitals,
    /// Open at the server.
    pub(super) connections: usize,
    /// Hits in the last second.
    pub(super) hits_at_last: u64,
}

/// Flat is what is in its last third, by the median, at most a tenth and the slack above what it was in
/// its first third. The first two rounds, in which everything is there for the first time, are in
/// neither.
#[derive(Default)]
pub(super) struct Verdict {
    samples: Vec<Sample>,
}

/// What is to be flat, its unit, and the slack.
type Flat = (&'static str, fn(&Sample) -> u64, u64);

const FLAT: [Flat; 4] = [
    ("KiB of memory", |sample| sample.vitals.resident, 4096),
    ("threads", |sample| sample.vitals.threads, 4),
    ("descriptors", |sample| sample.vitals.descriptors, 8),
    ("connections", |sample| sample.connections as u64, 8),
];

const WARM_UP: usize = 2;

impl Sample {
    pub(super) fn heads() -> String {
        format!(
            "{:>6} {:>10} {:>10} {:>10} {:>7} {:>6} {:>9} {:>8} {:>8} {:>7} {:>12} {:>11}  faults",
            "minute",
            "calls",
            "hits",
            "skipped",
            "failed",
            "wrong",
            "cancelled",
            "slowest",
            "RSS KiB",
            "threads",
            "connections",
            "descriptors"
        )
    }

    pub(super) fn line(&self, minute: u64) -> String {
        let Self { tally, vitals, .. } = self;
        format!(
            "{minute:>6} {:>10} {:>10} {:>10} {:>7} {:>6} {:>9} {:>5} ms {:>8} {:>7} {:>12} {:>11}",
            tally.calls,
            tally.hits,
            tally.skipped,
            tally.failed,
            tally.wrong,
            tally.cancelled,
            tally.slowest,
            vitals.resident,
            vitals.threads,
            self.connections,
            vitals.descriptors
        )
    }
}

impl Verdict {
    pub(super) fn note(&mut self, sample: &Sample) {
        self.samples.push(*sample);
    }

    /// Prints it.
    ///
    /// # Errors
    ///
    /// All that is not well, in words.
    pub(super) fn say(&self) -> Result<(), String> {
        let mut ills = self.of_calls();
        for (what, of, slack) in FLAT {
            let Some((first, last)) = self.thirds(of) else {
                println!("{what}: too few rounds to judge");
                continue;
            };
            println!("{what}: {first} in the first third, {last} in the last");
            if last > first + first / 10 + slack {
                ills.push(format!("{what} grew from {first} to {last}"));
            }
        }
        if ills.is_empty() {
            println!("all is well");
            return Ok(());
        }
        Err(ills.join("\n"))
    }

    fn of_calls(&self) -> Vec<String> {
        let mut ills = Vec::new();
        let tally = self.samples.last().map(|last| last.tally);
        let tally = tally.unwrap_or_default();
        println!(
            "{} calls, {} failed, {} wrong; {} invalidations, {} of them refused in a fault",
            tally.calls, tally.failed, tally.wrong, tally.invalidations, tally.refused
        );
        if tally.failed > 0 {
            ills.push(format!("{} calls failed", tally.failed));
        }
        if tally.wrong > 0 {
            ills.push(format!("{} values were wrong", tally.wrong));
        }
        let samples = self.samples.iter();
        let without = samples.filter(|sample| sample.hits_at_last == 0).count();
        if without > 0 {
            ills.push(format!("no hits in the last second of {without} rounds"));
        }
        ills
    }

    /// The medians of the first third and of the last.
    fn thirds(&self, of: fn(&Sample) -> u64) -> Option<(u64, u64)> {
        let samples = self.samples.get(WARM_UP..)?;
        let third = samples.len() / 3;
        let last = samples.len() - third;
        (third > 0).then(|| (median(&samples[..third], of), median(&samples[last..], of)))
    }
}

fn median(samples: &[Sample], of: fn(&Sample) -> u64) -> u64 {
    let mut all: Vec<_> = samples.iter().map(of).collect();
    all.sort_unstable();
    all[all.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A soak of 30 rounds that has so much memory at the end of each, and hits.
    fn soak(resident: impl Fn(u64) -> u64) -> Verdict {
        let mut verdict = Verdict::default();
        for round in 0..30 {
            verdict.note(&Sample {
                tally: Tally::default(),
                vitals: Vitals {
                    resident: resident(round),
                    threads: 10,
                    descriptors: 20,
                },
                connections: 10,
                hits_at_last: 1,
            });
        }
        verdict
    }

    #[test]
    fn what_goes_up_and_down_is_flat_and_what_goes_up_is_not() {
        assert_eq!(soak(|round| 20_000 + round % 3 * 2_000).say(), Ok(()));
        assert_eq!(soak(|round| 20_000 + round.min(2) * 9_000).say(), Ok(()));
        let grown = soak(|round| 20_000 + round * 500).say();
        assert_eq!(
            grown,
            Err("KiB of memory grew from 23000 to 32500".to_owned())
        );
    }

    #[test]
    fn a_round_without_hits_and_a_wrong_value_are_told() {
        let mut verdict = soak(|_| 20_000);
        let mut last = verdict.samples[0];
        (last.tally.wrong, last.hits_at_last) = (1, 0);
        verdict.note(&last);
        let told = verdict.say().expect_err("two ills");
        assert_eq!(
            told,
            "1 values were wrong\nno hits in the last second of 1 rounds"
        );
    }
}
