//! Early refreshes in a simulation: what Vattani, Chierichetti and Lowenstein found (2015).
//!
//! 64 callers who know nothing of each other, as in 64 processes: one key, a life of four seconds, a body
//! of 100 ms, and a call of each every 100 ms on average. A simulated clock, and the plan that calls use.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of a simulation"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fastrand::Rng;

use super::{Age, Found, Next, Now, Policy, plan};

const CALLERS: usize = 64;
const EXPIRIES: u64 = 1000;
const LIFE: u64 = 4_000;
const COST: u64 = 100;
const PAUSE: f64 = 100.0;

/// What came of it, for each expiry.
#[derive(Debug, Default)]
struct Outcome {
    /// Bodies that ran.
    bodies: f64,
    /// Of these, those that began while another ran.
    concurrent: f64,
    /// Calls that found nothing, and waited for their bodies.
    misses: f64,
    /// How long before its time a result was computed anew.
    early: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Calls,
    /// Has computed, and stores.
    Stores,
}

fn simulate(beta: Option<f64>) -> Outcome {
    let policy = Policy {
        early: beta,
        ..Policy::default()
    };
    let mut chance = Rng::with_seed(2015);
    let mut events: BinaryHeap<_> = (0..CALLERS)
        .map(|_| Reverse((chance.u64(..COST), Event::Calls)))
        .collect();
    let (mut fresh_until, mut computing, mut cycles) = (0, 0, 0);
    let mut sum = Outcome::default();
    while let Some(Reverse((millis, event))) = events.pop() {
        // In cycles: what one expiry sets off is over before the next.
        if event == Event::Stores {
            computing -= 1;
            fresh_until = millis + LIFE;
            if computing == 0 {
                cycles += 1;
                if cycles == EXPIRIES {
                    break;
                }
            }
        } else {
            let found = if millis < fresh_until {
                Found::Aged(Age {
                    fresh_until: Some(fresh_until),
                    cost: COST,
                    is_absent: false,
                })
            } else {
                Found::Nothing
            };
            let now = Now {
                millis,
                chance: 1.0 - chance.f64(),
                rests: false,
            };
            let next = plan(found, &policy, now);
            if next != Next::Serve {
                sum.bodies += 1.0;
                sum.concurrent += f64::from(u8::from(computing > 0));
                sum.misses += f64::from(u8::from(next == Next::Load));
                if computing == 0 {
                    sum.early += fresh_until.saturating_sub(millis) as f64;
                }
                computing += 1;
                events.push(Reverse((millis + COST, Event::Stores)));
                continue;
            }
        }
        let pause = -PAUSE * (1.0 - chance.f64()).ln();
        events.push(Reverse((millis + pause as u64, Event::Calls)));
    }
    let each = |total: f64| total / EXPIRIES as f64;
    Outcome {
        bodies: each(sum.bodies),
        concurrent: each(sum.concurrent),
        misses: each(sum.misses),
        early: each(sum.early),
    }
}

#[test]
fn a_stampede_becomes_a_body_or_two() {
    println!("β | bodies for each expiry | of them concurrent | calls that missed | ms early");
    let simulated = [None, Some(0.5), Some(1.0), Some(2.0), Some(4.0)].map(|beta| {
        let outcome = simulate(beta);
        let name = beta.map_or("none".to_owned(), |beta| beta.to_string());
        let Outcome {
            bodies,
            concurrent,
            misses,
            early,
        } = outcome;
        println!("{name} | {bodies:.2} | {concurrent:.2} | {misses:.2} | {early:.0}");
        outcome
    });
    let [without, _, one, two, _] = simulated;
    assert!(without.concurrent > 0.5 * CALLERS as f64, "{without:?}");
    assert!(one.concurrent < 3.0 && one.misses < 0.1, "{one:?}");
    assert!(one.early < 0.2 * LIFE as f64, "{one:?}");
    assert!(two.concurrent < one.concurrent, "{two:?}");
}
