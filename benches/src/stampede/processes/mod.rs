//! Many processes with many callers each, all of one key of one server.

mod child;
mod clock;

use serde::{Deserialize, Serialize};
use support::RedisServer;

pub use child::process;

use super::contest::{Figures, Summary, sorted};
use crate::entrant::Ids;
use crate::figures::percentile;
use child::Child;

/// How many processes.
pub(super) const PROCESSES: usize = 20;

/// How many callers each of them has.
pub(super) const CALLERS: usize = 500;

/// What the processes are told: call this.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Order {
    id: u64,
    locks: bool,
}

/// What one of them saw; times in nanoseconds of the clock that all share.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seen {
    bodies: usize,
    failed: usize,
    /// Calls that went without the server or without its answer.
    unserved: u64,
    /// When its first body ended.
    ended: Option<u64>,
    returned: Vec<u64>,
}

/// With a lease or without.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Fleet {
    pub(super) locks: bool,
    pub(super) processes: usize,
    pub(super) callers: usize,
    pub(super) summary: Summary,
    /// Calls that went without the server or without its answer, in each round: on a machine that is so
    /// busy that its answers come slowly, dtcache does not ask it for a while, and for no lease.
    pub(super) unserved: Vec<u64>,
    pub(super) rounds: Vec<Figures>,
}

/// Runs rounds with and without a lease, in turn.
pub(super) fn run(quick: bool) -> Vec<Fleet> {
    let server = RedisServer::start();
    let mut children: Vec<_> = (0..PROCESSES)
        .map(|_| Child::start(&server.url()))
        .collect();
    let mut rounds = [false, true].map(|locks| (locks, Vec::new(), Vec::new()));
    for round in 0..=if quick { 5 } else { 21 } {
        for (locks, rounds, unserved) in &mut rounds {
            let (figures, calls) = together(&mut children, *locks);
            // The first one opens connections.
            if round > 0 {
                rounds.push(figures);
                unserved.push(calls);
            }
        }
    }
    let rows = rounds.map(|(locks, rounds, unserved)| Fleet {
        locks,
        processes: PROCESSES,
        callers: CALLERS,
        summary: Summary::of(&rounds),
        unserved,
        rounds,
    });
    rows.to_vec()
}

fn together(children: &mut [Child], locks: bool) -> (Figures, u64) {
    let id = Ids::New.next();
    let order = Order { id, locks };
    for child in &mut *children {
        child.begin(order);
    }
    for child in &mut *children {
        child.has_begun();
    }
    let open = clock::now();
    for child in &mut *children {
        child.open();
    }
    let seen: Vec<_> = children.iter_mut().map(Child::seen).collect();
    let ended = seen.iter().filter_map(|seen| seen.ended).min();
    let ended = ended.expect("a body ran");
    let since = |begun| {
        let returned = seen.iter().flat_map(|seen| &seen.returned);
        sorted(returned.map(|returned| clock::milliseconds(begun, *returned)))
    };
    let after = since(ended);
    let figures = Figures {
        bodies: seen.iter().map(|seen| seen.bodies).sum(),
        failed: seen.iter().map(|seen| seen.failed).sum(),
        p50: percentile(&after, 50),
        p99: percentile(&after, 99),
        p99_whole: percentile(&since(open), 99),
    };
    (figures, seen.iter().map(|seen| seen.unserved).sum())
}
