//! Latency and throughput of hits, and latency of misses: round by round, contenders in turn.

use std::time::Duration;

use support::RedisServer;

use super::group::{Group, Unit, What};
use super::stage::Stage;
use crate::contender::python::Python;
use crate::entrant::{Entrant, Ids};
use crate::figures::{microseconds, percentile};
use crate::job::Job;
use crate::payload::Size;

/// How long hits take.
pub fn hit_latency(job: &Job) -> Group {
    let mut stage = Stage::new(job, &|_| true, &RedisServer::url);
    stage.warm_up(200);
    let calls = calls(job);
    let rounds = stage.rounds(
        if job.quick { 5 } else { 15 },
        |_| Some(0),
        |entrant| slice(entrant, Ids::Hit, calls),
        |_| (),
    );
    Group::new(What::HitLatency, job, Unit::Microseconds, rounds)
}

/// How long misses take: a look-up in vain, a body that costs next to nothing, and storing.
pub fn misses(job: &Job) -> Group {
    let mut stage = Stage::new(job, &|name| name != Python::NAME, &RedisServer::url);
    stage.warm_up(50);
    let calls = calls(job) / 4;
    let rounds = stage.rounds(
        if job.quick { 5 } else { 15 },
        Some,
        |entrant| slice(entrant, Ids::New, calls),
        // What was stored is of no use, and would fill the memory.
        |server| server.raw(&["FLUSHALL"]),
    );
    Group::new(What::MissLatency, job, Unit::Microseconds, rounds)
}

/// How many hits a second many callers get.
pub fn hit_throughput(job: &Job) -> Group {
    let mut stage = Stage::new(job, &|name| name != Python::NAME, &RedisServer::url);
    stage.warm_up(200);
    let time = Duration::from_millis(if job.quick { 60 } else { 150 });
    let rounds = stage.rounds(
        if job.quick { 3 } else { 9 },
        |_| Some(0),
        |entrant| (entrant.throughput(time), Vec::new()),
        |_| (),
    );
    Group::new(What::HitThroughput, job, Unit::PerSecond, rounds)
}

/// How many calls a slice has: a few tens of milliseconds of them.
fn calls(job: &Job) -> usize {
    let calls = match job.size {
        Size::Small | Size::Medium => 1200,
        Size::Large => 240,
    };
    if job.quick { calls / 3 } else { calls }
}

/// Times calls; the figure of the round is their median.
pub(super) fn slice(entrant: &mut dyn Entrant, ids: Ids, calls: usize) -> (f64, Vec<f64>) {
    let times = microseconds(&entrant.time(ids, calls));
    (percentile(&times, 50), times)
}
