//! The process with the traffic, seen from outside.

use std::io::{BufRead, BufReader, Write};
use std::process::{self, ChildStdin, ChildStdout, Stdio};

use super::vitals::Vitals;
use super::{Load, Tally};
use crate::entrant::World;
use crate::job::{self, Job, Place, Task};
use crate::payload::Size;

/// It ends when this is dropped.
pub(super) struct Child {
    process: process::Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Child {
    pub(super) fn start(load: &Load) -> Self {
        let mut process = job::command(&Job {
            task: Task::Soak(load.clone()),
            world: World::Async,
            size: Size::Small,
            place: Place::AllCores,
            quick: false,
        })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program can be started again");
        let input = process.stdin.take().expect("it is a pipe");
        let output = process.stdout.take().expect("it is a pipe");
        Self {
            process,
            input,
            output: BufReader::new(output),
        }
    }

    pub(super) fn tally(&mut self) -> Tally {
        let mut line = String::new();
        writeln!(self.input).expect("the traffic goes on");
        self.output.read_line(&mut line).expect("a pipe is read");
        serde_json::from_str(&line).expect("the traffic goes on")
    }

    pub(super) fn vitals(&self) -> Vitals {
        Vitals::of(self.process.id())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
