//! One of the processes, from outside and from inside.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{self, ChildStdin, ChildStdout, Stdio};

use dtcache::RedisInstance;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{CALLERS, Order, Seen, clock};
use crate::entrant::{World, runtime};
use crate::job::{self, Place};
use crate::stampede::callers::rush;
use crate::stampede::contender::{AsyncContender, Dtcache, Locked};
use crate::stampede::contest::failed;
use crate::stampede::round::Round;
use crate::stampede::{Part, job};

/// It ends when this is dropped.
pub(super) struct Child {
    process: process::Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Child {
    pub(super) fn start(url: &str) -> Self {
        let part = Part::Process {
            url: url.to_owned(),
        };
        let mut process = job::command(&job(part, World::Async, false))
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

    /// Its callers are to call.
    pub(super) fn begin(&mut self, order: Order) {
        tell(&mut self.input, &order);
    }

    /// Waits until they have begun.
    pub(super) fn has_begun(&mut self) {
        let () = hear(&mut self.output).expect("a child goes on");
    }

    /// Bodies may come to their end.
    pub(super) fn open(&mut self) {
        tell(&mut self.input, &());
    }

    pub(super) fn seen(&mut self) -> Seen {
        hear(&mut self.output).expect("a child goes on")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the process does, until nobody tells it anything any more.
pub fn process(url: &str) {
    let runtime = runtime(Place::AllCores.workers());
    let plain = runtime.block_on(Dtcache::connect(url));
    let locked = runtime.block_on(Locked::connect(url));
    let mut input = io::stdin().lock();
    while let Some(Order { id, locks }) = hear(&mut input) {
        let redis = if locks { &locked.0 } else { &plain.0 };
        let before = unserved(redis);
        let round = Round::begin_held(id, CALLERS);
        let end: Box<dyn FnOnce() -> _> = if locks {
            Box::new(rush(&runtime, &locked, &round))
        } else {
            Box::new(rush(&runtime, &plain, &round))
        };
        round.begun.wait();
        tell(&mut io::stdout(), &());
        let () = hear(&mut input).expect("the word");
        round.open.come();
        let endings = end();
        let seen = Seen {
            bodies: round.bodies(),
            failed: failed(&endings),
            unserved: unserved(redis) - before,
            ended: round.ended_at().map(clock::of),
            returned: endings.iter().map(|ending| clock::of(ending.at)).collect(),
        };
        tell(&mut io::stdout(), &seen);
    }
}

/// Calls so far that went without the server or without its answer.
fn unserved(redis: &RedisInstance) -> u64 {
    let counts = redis.stats().total();
    counts.errors + counts.skipped
}

fn tell(to: &mut impl Write, what: &impl Serialize) {
    let line = serde_json::to_string(what).expect("plain data");
    writeln!(to, "{line}").expect("somebody listens");
    to.flush().expect("somebody listens");
}

/// `None` where nobody speaks any more.
fn hear<T: DeserializeOwned>(from: &mut impl BufRead) -> Option<T> {
    let mut line = String::new();
    from.read_line(&mut line).expect("a pipe is read");
    (!line.is_empty()).then(|| serde_json::from_str(&line).expect("a line of JSON"))
}
