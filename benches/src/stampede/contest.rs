//! All contenders with as many callers each, in turn, round by round.

use std::time::Instant;

use serde::{Deserialize, Serialize};
use support::RedisServer;

use super::callers::{Crowd, Ending};
use super::contender::crowds;
use super::round::Round;
use crate::entrant::{Ids, World};
use crate::figures::{Spread, percentile, ratios};
use crate::job::Job;

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contest {
    pub(super) world: World,
    pub(super) callers: usize,
    pub(super) rows: Vec<Row>,
}

/// One contender.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) contender: String,
    pub(super) summary: Summary,
    /// Its p99 to the floor's of the same round.
    pub(super) ratio: Spread,
    /// The same for whole calls, from when all had begun: with the body's time.
    pub(super) ratio_whole: Spread,
    pub(super) rounds: Vec<Figures>,
}

/// What a number of rounds come to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Summary {
    /// In the middle one of the rounds.
    pub(super) bodies: usize,
    /// In the worst.
    pub(super) most_bodies: usize,
    /// Calls that returned an error or another value, in all of them.
    pub(super) failed: usize,
    /// The medians of the rounds, in milliseconds.
    pub(super) p50: f64,
    pub(super) p99: f64,
}

/// One round; times in milliseconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Figures {
    pub(super) bodies: usize,
    pub(super) failed: usize,
    /// From the end of the first body to a caller's return.
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// From when all had begun.
    pub(super) p99_whole: f64,
}

/// Runs it.
pub fn contest(job: &Job, callers: usize) -> Contest {
    let server = RedisServer::start();
    let mut crowds = crowds(job.world, &server.url(), callers);
    let mut rounds: Vec<Vec<Figures>> = vec![Vec::new(); crowds.len()];
    // The first one opens connections, and finds out that a server is away.
    for round in 0..=rounds_of(job) {
        for place in 0..crowds.len() {
            let index = (round + place) % crowds.len();
            let figures = figures(&mut *crowds[index], callers);
            if round > 0 {
                rounds[index].push(figures);
            }
        }
    }
    let floor = rounds[0].clone();
    let names = crowds.iter().map(|crowd| crowd.name());
    let rows = names.zip(rounds);
    Contest {
        world: job.world,
        callers,
        rows: rows
            .map(|(name, rounds)| Row::new(name, rounds, &floor))
            .collect(),
    }
}

fn rounds_of(job: &Job) -> usize {
    if job.quick { 5 } else { 21 }
}

fn figures(crowd: &mut dyn Crowd, callers: usize) -> Figures {
    let round = Round::begin(Ids::New.next(), callers);
    let endings = crowd.rush(&round);
    let ended = round.ended_at().expect("a body ran");
    let since = |begun| sorted(endings.iter().map(|ending| milliseconds(begun, ending.at)));
    let after = since(ended);
    Figures {
        bodies: round.bodies(),
        failed: failed(&endings),
        p50: percentile(&after, 50),
        p99: percentile(&after, 99),
        p99_whole: percentile(&since(round.open.complete_at()), 99),
    }
}

pub(super) fn failed(endings: &[Ending]) -> usize {
    endings.iter().filter(|ending| !ending.is_right).count()
}

fn milliseconds(begun: Instant, ended: Instant) -> f64 {
    ended.saturating_duration_since(begun).as_secs_f64() * 1000.0
}

pub(super) fn sorted(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times
}

impl Row {
    fn new(contender: &str, rounds: Vec<Figures>, floor: &[Figures]) -> Self {
        let ratio = |of: fn(&Figures) -> f64| {
            let all = |rounds: &[Figures]| rounds.iter().map(of).collect::<Vec<_>>();
            ratios(&all(&rounds), &all(floor))
        };
        Self {
            contender: contender.to_owned(),
            summary: Summary::of(&rounds),
            ratio: ratio(|round| round.p99),
            ratio_whole: ratio(|round| round.p99_whole),
            rounds,
        }
    }
}

impl Summary {
    pub(super) fn of(rounds: &[Figures]) -> Self {
        let mut bodies: Vec<_> = rounds.iter().map(|round| round.bodies).collect();
        bodies.sort_unstable();
        let median = |of: fn(&Figures) -> f64| percentile(&sorted(rounds.iter().map(of)), 50);
        Self {
            bodies: bodies.get(bodies.len() / 2).copied().unwrap_or_default(),
            most_bodies: bodies.last().copied().unwrap_or_default(),
            failed: rounds.iter().map(|round| round.failed).sum(),
            p50: median(|round| round.p50),
            p99: median(|round| round.p99),
        }
    }
}
