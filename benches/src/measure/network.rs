//! Hits with the server a millisecond away.

use std::cell::OnceCell;
use std::time::Duration;

use support::DelayProxy;

use super::group::{Group, Unit, What};
use super::rounds::slice;
use super::stage::Stage;
use crate::entrant::Ids;
use crate::job::Job;

/// What the proxy adds to a round trip.
const ADDED: Duration = Duration::from_millis(1);

/// How long hits take there. Not on one core: the proxy would take it from who is measured.
pub fn network_away(job: &Job) -> Group {
    let proxy = OnceCell::new();
    let mut stage = Stage::new(job, &|_| true, &|server| {
        proxy
            .get_or_init(|| DelayProxy::start(server.port(), ADDED))
            .url()
    });
    stage.warm_up(5);
    let rounds = stage.rounds(
        if job.quick { 3 } else { 10 },
        |_| Some(0),
        |entrant| slice(entrant, Ids::Hit, 30),
        |_| (),
    );
    Group::new(What::HitLatencyAway, job, Unit::Microseconds, rounds)
}
