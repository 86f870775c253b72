//! How much memory a process needs for a contender.

use serde::{Deserialize, Serialize};
use support::RedisServer;

use super::group::{Group, Unit, What};
use super::stage::Stage;
use crate::body;
use crate::contender::python::Python;
use crate::entrant::{HIT, World, runtime};
use crate::job::{self, Alone, Job, Task};

const CALLS: usize = 1000;

/// What a process found out about itself.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Growth {
    kibibytes: f64,
    bodies: u64,
}

/// Starts a process for each contender.
pub fn memory(job: &Job) -> Group {
    let mut stage = Stage::new(job, &|name| name != Python::NAME, &RedisServer::url);
    stage.warm_up(1);
    let url = stage.server.url();
    let rounds = stage.rounds(
        if job.quick { 3 } else { 5 },
        |_| None,
        |entrant| {
            let name = entrant.name().to_owned();
            let alone = Alone {
                name,
                url: url.clone(),
            };
            let task = Task::Growth(alone);
            let growth: Growth = job::run(&Job {
                task,
                ..job.clone()
            });
            assert_eq!(growth.bodies, 0, "{}: no hits", entrant.name());
            (growth.kibibytes, Vec::new())
        },
        |_| (),
    );
    Group::new(What::Memory, job, Unit::Kibibytes, rounds)
}

/// Is such a process: from before anything of the contender is there until after the hits.
pub fn growth(job: &Job, alone: &Alone) -> Growth {
    // What every async program has anyway is there before.
    if job.world == World::Async {
        drop(runtime(job.place.workers()));
    }
    let before = resident();
    let wanted = |name: &str| name == alone.name;
    let mut entrants = job
        .world
        .entrants(job.place.workers(), &alone.url, job.size, &wanted);
    for entrant in &mut entrants {
        for _ in 0..CALLS {
            entrant.call(HIT);
        }
    }
    Growth {
        kibibytes: resident() - before,
        bodies: body::runs(),
    }
}

/// Kibibytes in memory that are this process's own: of its code, another process may have some.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("/proc is mounted (Linux)");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let number = line.and_then(|line| line.trim().strip_suffix("kB"));
    let number = number.and_then(|number| number.trim().parse().ok());
    number.expect("RssAnon in kB")
}
