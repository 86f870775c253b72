//! Where contenders meet: a server of their own, an order that changes, and hits that are hits.

use support::RedisServer;

use super::group::Rounds;
use crate::body;
use crate::entrant::{Entrant, HIT};
use crate::job::Job;

/// A server and the contenders that are connected to it.
pub(super) struct Stage {
    pub(super) server: RedisServer,
    pub(super) entrants: Vec<Box<dyn Entrant>>,
}

impl Stage {
    /// Connects those that are `wanted`, to an address that may lead to the server by a detour.
    pub(super) fn new(
        job: &Job,
        wanted: &dyn Fn(&str) -> bool,
        address: &dyn Fn(&RedisServer) -> String,
    ) -> Self {
        let server = RedisServer::start();
        let workers = job.place.workers();
        let entrants = job
            .world
            .entrants(workers, &address(&server), job.size, wanted);
        Self { server, entrants }
    }

    /// Has everybody store the result, and get it back until all is warm.
    pub(super) fn warm_up(&mut self, calls: usize) {
        for entrant in &mut self.entrants {
            entrant.call(HIT);
            let before = body::runs();
            for _ in 0..calls {
                entrant.call(HIT);
            }
            assert_eq!(body::runs(), before, "{}: no hits", entrant.name());
        }
    }

    /// Runs a slice of each contender in each round; another one begins each time. In a slice,
    /// the body must run as often as `bodies` says, which sees how many calls were made.
    pub(super) fn rounds(
        &mut self,
        rounds: usize,
        bodies: fn(usize) -> Option<usize>,
        mut slice: impl FnMut(&mut dyn Entrant) -> (f64, Vec<f64>),
        mut between: impl FnMut(&RedisServer),
    ) -> Vec<Rounds> {
        let names = self.entrants.iter().map(|entrant| entrant.name());
        let mut results: Vec<_> = names.map(Rounds::empty).collect();
        let count = self.entrants.len();
        for round in 0..rounds {
            for place in 0..count {
                let index = (round + place) % count;
                let entrant = &mut *self.entrants[index];
                let before = body::runs();
                let (figure, times) = slice(entrant);
                let runs = usize::try_from(body::runs() - before).unwrap_or(usize::MAX);
                if let Some(expected) = bodies(times.len()) {
                    assert_eq!(runs, expected, "{}: bodies that ran", entrant.name());
                }
                results[index].figures.push(figure);
                results[index].times.extend(times);
                between(&self.server);
            }
        }
        results
    }
}
