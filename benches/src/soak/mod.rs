//! `cargo xtask soak`: mixed traffic for a long time, and every ten seconds something breaks.
//!
//! The traffic is a process of its own, so that what grows in it is dtcache's. The server, the proxy
//! before it and the faults are this process's.

mod child;
mod tally;
mod traffic;
mod trouble;
mod verdict;
mod vitals;

use std::time::{Duration, Instant};

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use support::{FaultProxy, RedisServer};

pub use traffic::traffic;

use child::Child;
use tally::Tally;
use trouble::{Stage, Trouble};
use verdict::{Sample, Verdict};

/// A fault begins every so often.
const ROUND: Duration = Duration::from_secs(10);

/// The longest fault, in seconds: what is left of a round is enough to come back in.
const LONGEST: u64 = 6;

/// From here to its end there must be hits.
const CALM: Duration = Duration::from_secs(9);

/// What a process with traffic is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Load {
    /// Where the server is.
    pub url: String,
    /// What chance starts from.
    pub seed: u64,
}

/// Soaks for so many minutes, prints figures every minute, and says at the end whether all is well.
///
/// # Errors
///
/// In words, when it is not.
pub fn run(minutes: f64, seed: u64) -> Result<(), String> {
    println!("{minutes} minutes; seed {seed}, which as a second argument makes the same faults");
    let server = RedisServer::start();
    let proxy = FaultProxy::start(server.port());
    let mut child = Child::start(&Load {
        url: proxy.url(),
        seed,
    });
    let stage = Stage {
        server: &server,
        proxy: &proxy,
    };
    let (mut rng, mut verdict) = (Rng::with_seed(seed), Verdict::default());
    let begin = Instant::now();
    let end = begin + Duration::from_secs_f64(minutes * 60.0);
    let (mut minute, mut troubles) = (1, Vec::new());
    println!("{}", Sample::heads());
    while Instant::now() < end {
        let trouble = Trouble::random(&mut rng);
        let sample = round(&stage, &mut child, trouble, &mut rng);
        troubles.push(trouble.to_string());
        verdict.note(&sample);
        let is_last = Instant::now() >= end;
        if is_last || begin.elapsed() >= Duration::from_secs(minute * 60) {
            println!("{}  {}", sample.line(minute), troubles.join(", "));
            troubles.clear();
            minute += 1;
        }
    }
    verdict.say()
}

/// One fault, and time to come back from it.
fn round(stage: &Stage<'_>, child: &mut Child, trouble: Trouble, rng: &mut Rng) -> Sample {
    let begin = Instant::now();
    let length = Duration::from_secs(rng.u64(1..=LONGEST));
    trouble.begin(stage, length);
    sleep_until(begin + length);
    trouble.end(stage);
    sleep_until(begin + CALM);
    let before = child.tally();
    sleep_until(begin + ROUND);
    let tally = child.tally();
    Sample {
        hits_at_last: tally.hits - before.hits,
        tally,
        vitals: child.vitals(),
        connections: stage.server.clients().len(),
    }
}

fn sleep_until(at: Instant) {
    std::thread::sleep(at.saturating_duration_since(Instant::now()));
}
