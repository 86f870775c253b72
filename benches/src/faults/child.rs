//! The processes of a scenario, and the end of those that do not end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::thread::{ScopedJoinHandle, scope, sleep};
use std::time::{Duration, Instant};

use super::contender::Contender;
use super::report::Row;
use super::scenario::Scenario;
use super::{Outcome, Trial};
use crate::entrant::World;
use crate::job::{self, Job, Place, Task};
use crate::payload::Size;

/// A trial takes some 17 s, and on a machine that is busy a little more; one that takes longer is stuck itself.
const LIMIT: Duration = Duration::from_mins(1);

/// All contenders in one scenario, at the same time.
pub(super) fn row(scenario: Scenario) -> Row {
    let outcomes = scope(|scope| {
        let trials = Contender::ALL.map(|contender| {
            let trial = Trial {
                scenario,
                contender,
            };
            scope.spawn(move || run(trial))
        });
        trials.map(ScopedJoinHandle::join)
    });
    let outcomes = outcomes
        .into_iter()
        .map(|outcome| outcome.expect("a trial"));
    Row {
        scenario,
        outcomes: outcomes.collect(),
    }
}

fn run(trial: Trial) -> Outcome {
    let mut process = job::command(&Job {
        task: Task::Fault(trial),
        world: World::Async,
        size: Size::Small,
        place: Place::AllCores,
        quick: false,
    })
    // Where a panic is some lines, and not fifty.
    .env_remove("RUST_BACKTRACE")
    .stdin(Stdio::null())
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("this program can be started again");
    let stdout = process.stdout.take().expect("it is a pipe");
    let stderr = process.stderr.take().expect("it is a pipe");
    scope(|scope| {
        let answer = scope.spawn(|| read(stdout));
        let lines = scope.spawn(|| {
            BufReader::new(stderr)
                .lines()
                .map_while(Result::ok)
                .collect()
        });
        end(&mut process);
        let (answer, lines) = (answer.join(), lines.join());
        let lines: Vec<String> = lines.expect("a pipe is read");
        let answer = answer.expect("a pipe is read");
        let mut outcome: Outcome = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("{trial:?}: {error}\n{}", lines.join("\n")));
        outcome.lines += lines.len() as u64;
        outcome
    })
}

fn read(mut pipe: impl Read) -> String {
    let mut text = String::new();
    pipe.read_to_string(&mut text).expect("a child prints text");
    text
}

fn end(process: &mut Child) {
    let begun = Instant::now();
    while process.try_wait().is_ok_and(|status| status.is_none()) {
        if begun.elapsed() > LIMIT {
            let _ = process.kill();
        }
        sleep(Duration::from_millis(20));
    }
}
