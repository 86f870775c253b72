//! How long a process takes from nothing to the end of its first hit.

use std::time::Instant;

use support::RedisServer;

use super::group::{Group, Unit, What};
use super::stage::Stage;
use crate::body;
use crate::contender::python::Python;
use crate::entrant::HIT;
use crate::job::{self, Alone, Job, Task};

/// Starts a process for each contender, again and again.
pub fn cold_start(job: &Job) -> Group {
    let mut stage = Stage::new(job, &|name| name != Python::NAME, &RedisServer::url);
    stage.warm_up(1);
    let url = stage.server.url();
    let rounds = stage.rounds(
        if job.quick { 5 } else { 15 },
        |_| None,
        |entrant| {
            let name = entrant.name().to_owned();
            let alone = Alone {
                name,
                url: url.clone(),
            };
            let task = Task::FirstHit(alone);
            let begin = Instant::now();
            let bodies: u64 = job::run(&Job {
                task,
                ..job.clone()
            });
            let time = begin.elapsed().as_secs_f64() * 1000.0;
            assert_eq!(bodies, 0, "{}: no hit", entrant.name());
            (time, Vec::new())
        },
        |_| (),
    );
    Group::new(What::ColdStart, job, Unit::Milliseconds, rounds)
}

/// Is such a process; how many bodies ran.
pub fn first_hit(job: &Job, alone: &Alone) -> u64 {
    let wanted = |name: &str| name == alone.name;
    let entrants = job
        .world
        .entrants(job.place.workers(), &alone.url, job.size, &wanted);
    for mut entrant in entrants {
        entrant.call(HIT);
    }
    body::runs()
}
