//! What a measurement has to say: contenders under a heading.

use serde::{Deserialize, Serialize};

use crate::entrant::World;
use crate::figures::{Spread, percentile, ratios};
use crate::job::{Job, Place};
use crate::payload::Size;

/// Contenders measured together, the floor first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    /// What was measured.
    pub what: What,
    /// In which world.
    pub world: World,
    /// With which payload.
    pub size: Size,
    /// On which cores.
    pub place: Place,
    /// What the figures are.
    pub unit: Unit,
    /// The contenders.
    pub rows: Vec<Row>,
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// How long hits take.
    HitLatency,
    /// How many hits a second there are.
    HitThroughput,
    /// How long misses take.
    MissLatency,
    /// How long hits take when the server is a millisecond away.
    HitLatencyAway,
    /// How long hits take on the embedded store.
    EmbeddedHit,
    /// How long a process takes that has one hit.
    ColdStart,
    /// How much a process grows by an instance and its first 1,000 hits.
    Memory,
}

impl What {
    /// As it stands above tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HitLatency => "hit latency",
            Self::HitThroughput => "hit throughput",
            Self::MissLatency => "miss latency",
            Self::HitLatencyAway => "hit latency, 1 ms away",
            Self::EmbeddedHit => "hit latency, embedded store",
            Self::ColdStart => "process with one hit",
            Self::Memory => "memory after 1,000 hits",
        }
    }
}

/// One contender.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Its name.
    pub contender: String,
    /// The ratio to the floor, taken in each round.
    pub ratio: Spread,
    /// The median: of all calls where calls are timed, else of all rounds.
    pub median: f64,
    /// What 99 of 100 calls stay below, where calls are timed.
    pub p99: Option<f64>,
    /// The best round.
    pub best: f64,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Less is better.
    Nanoseconds,
    /// Less is better.
    Microseconds,
    /// Less is better.
    Milliseconds,
    /// Less is better.
    Kibibytes,
    /// More is better.
    PerSecond,
}

impl Unit {
    /// As it stands in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nanoseconds => "ns",
            Self::Microseconds => "µs",
            Self::Milliseconds => "ms",
            Self::Kibibytes => "KiB",
            Self::PerSecond => "a second",
        }
    }
}

/// The rounds of one contender: a figure for each, and all single times where there are some.
pub(super) struct Rounds {
    pub(super) contender: String,
    pub(super) figures: Vec<f64>,
    pub(super) times: Vec<f64>,
}

impl Rounds {
    pub(super) fn empty(contender: &str) -> Self {
        Self {
            contender: contender.to_owned(),
            figures: Vec::new(),
            times: Vec::new(),
        }
    }
}

impl Group {
    /// The row of a contender.
    pub fn row(&self, contender: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.contender == contender)
    }

    /// Makes rows of rounds. The first contender is the floor.
    pub(super) fn new(what: What, job: &Job, unit: Unit, rounds: Vec<Rounds>) -> Self {
        let floor = rounds.first().map(|floor| floor.figures.clone());
        let floor = floor.unwrap_or_default();
        let rows = rounds.into_iter().map(|rounds| row(rounds, &floor, unit));
        Self {
            what,
            world: job.world,
            size: job.size,
            place: job.place,
            unit,
            rows: rows.collect(),
        }
    }
}

fn row(mut rounds: Rounds, floor: &[f64], unit: Unit) -> Row {
    rounds.times.sort_by(f64::total_cmp);
    let best = rounds.figures.iter().copied();
    let best = match unit {
        Unit::PerSecond => best.fold(f64::NEG_INFINITY, f64::max),
        _ => best.fold(f64::INFINITY, f64::min),
    };
    let timed = !rounds.times.is_empty();
    Row {
        contender: rounds.contender,
        ratio: ratios(&rounds.figures, floor),
        median: if timed {
            percentile(&rounds.times, 50)
        } else {
            Spread::of(rounds.figures).median
        },
        p99: timed.then(|| percentile(&rounds.times, 99)),
        best,
    }
}

#[cfg(test)]
mod tests {
    use super::{Rounds, Unit, row};

    #[test]
    fn the_best_round_is_the_fastest_or_the_one_with_most() {
        let rounds = || Rounds {
            contender: "one".to_owned(),
            figures: vec![2.0, 1.0, 3.0],
            times: Vec::new(),
        };
        let floor = [1.0, 1.0, 1.0];
        let best = |unit| row(rounds(), &floor, unit).best.to_string();
        assert_eq!(best(Unit::Microseconds), "1");
        assert_eq!(best(Unit::PerSecond), "3");
        assert_eq!(
            row(rounds(), &floor, Unit::PerSecond)
                .ratio
                .median
                .to_string(),
            "2"
        );
    }
}
