//! `cargo xtask bench stampede`: many callers at once, of one key that nobody has stored.
//!
//! The body takes 100 ms, and begins to count them when all have begun to call: who arrives when does
//! not decide. What the callers then wait for is measured from the moment at which there is a result,
//! the end of the first body. From the beginning of a call it would be the body's 100 ms above all,
//! beside which every contender is as good as the floor; and ten thousand tasks take longer to begin
//! than to be told. Where every caller runs the body it is the same moment for all of them: who is not
//! served with it is late. From that same round's last beginning to each return is in the JSON as well.

mod body;
mod callers;
mod contender;
mod contest;
mod gathering;
mod processes;
mod report;
mod round;

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use contest::contest;
pub use processes::process;
pub use report::render;

use crate::entrant::World;
use crate::job::{Job, Place, Task, run as run_job};
use crate::payload::Size;
use report::Report;

/// How long a body takes, once all callers have begun.
const BODY: Duration = Duration::from_millis(100);

/// How many callers there are in one process.
const CROWDS: [(World, usize); 5] = [
    (World::Async, 64),
    (World::Async, 1_000),
    (World::Async, 10_000),
    (World::Sync, 64),
    (World::Sync, 200),
];

/// What a child process does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Part {
    /// All contenders in turn, each with so many callers.
    Contest {
        /// How many.
        callers: usize,
    },
    /// The callers of one process of many, which are told when to begin.
    Process {
        /// Where the server is that all of them share.
        url: String,
    },
}

/// Measures, prints, and unless it is `quick` writes the results.
pub fn run(quick: bool) {
    let begin = Instant::now();
    let mut report = Report::begin(quick);
    println!("{}", report.heading());
    for (world, callers) in CROWDS {
        let contest = run_job(&job(Part::Contest { callers }, world, quick));
        report::print_contest(&contest);
        report.contests.push(contest);
    }
    report.processes = processes::run(quick);
    report::print_processes(&report.processes);
    report.seconds = begin.elapsed().as_secs();
    if !quick {
        report::save(&report);
    }
    println!("\n{} s in all", report.seconds);
}

fn job(part: Part, world: World, quick: bool) -> Job {
    Job {
        task: Task::Stampede(part),
        world,
        size: Size::Medium,
        place: Place::AllCores,
        quick,
    }
}
