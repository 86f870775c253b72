//! A group of measurements, run in a child process.

use std::env;
use std::process::{Command, Stdio};

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::entrant::World;
use crate::faults::Trial;
use crate::operation::Operation;
use crate::payload::Size;
use crate::soak::Load;
use crate::stampede::Part;

/// The word that a child finds before its job.
pub const WORD: &str = "job";

/// What a child is to do; everything it starts inherits its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    /// What is measured.
    pub task: Task,
    /// In which world.
    pub world: World,
    /// With which payload.
    pub size: Size,
    /// On which cores.
    pub place: Place,
    /// Fewer rounds.
    pub quick: bool,
}

/// What is measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// How long hits take.
    HitLatency,
    /// How many hits a second.
    HitThroughput,
    /// How long misses take.
    Misses,
    /// How long hits take when the server is away.
    NetworkAway,
    /// How long hits take on the embedded store.
    Embedded,
    /// What is stored.
    Stored,
    /// How long a process takes until its first hit.
    ColdStart,
    /// How much memory an instance takes.
    Memory,
    /// A process that connects and has one hit.
    FirstHit(Alone),
    /// A process that measures its own memory.
    Growth(Alone),
    /// How many connections are worth having.
    Lanes {
        /// Whether the server is a millisecond away.
        away: bool,
    },
    /// So many operations, to be counted from outside.
    Operations(Operation, usize),
    /// What calls see of a fault.
    Fault(Trial),
    /// Many callers of one key.
    Stampede(Part),
    /// Mixed traffic, until it is told to end.
    Soak(Load),
}

/// One contender and its server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Alone {
    /// Its name.
    pub name: String,
    /// The address of the server.
    pub url: String,
}

/// On which cores a child runs, with its server and all threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// All on one: what is measured is work, and not where the system puts the threads.
    OneCore,
    /// Wherever the system puts them.
    AllCores,
}

impl Place {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneCore => "one core",
            Self::AllCores => "all cores",
        }
    }

    /// How many workers a runtime gets.
    pub fn workers(self) -> usize {
        match self {
            Self::OneCore => 1,
            Self::AllCores => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// Moves this process, which must not have started anything yet.
    pub fn take(self) {
        if self == Self::OneCore
            && let Err(error) = stay_on_one()
        {
            panic!("this process cannot be kept on one core: {error}");
        }
    }
}

/// The last of the cores that this process may use: the first one has most of the interrupts.
fn stay_on_one() -> nix::Result<()> {
    let this = Pid::from_raw(0);
    let allowed = sched_getaffinity(this)?;
    let mut cores = (0..CpuSet::count()).rev();
    let last = cores.find(|core| allowed.is_set(*core) == Ok(true));
    let mut only = CpuSet::new();
    only.set(last.unwrap_or_default())?;
    sched_setaffinity(this, &only)
}

/// Runs a job in a child process and returns what it printed; a failed child is a failed run.
pub fn run<T: DeserializeOwned>(job: &Job) -> T {
    let output = command(job)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("this program can be started again");
    assert!(output.status.success(), "{job:?}: {}", output.status);
    let answer = serde_json::from_slice(&output.stdout);
    answer.unwrap_or_else(|error| panic!("{job:?}: {error}"))
}

/// This program, with a job.
pub fn command(job: &Job) -> Command {
    let program = env::current_exe().expect("a program knows its own path");
    let mut command = Command::new(program);
    let job = serde_json::to_string(job).expect("a job is plain data");
    command.arg(WORD).arg(job);
    command
}
