//! Hits on the embedded store, beside a map of the same process and the same JSON by hand.

use std::hint::black_box;
use std::time::{Duration, Instant};

use moka::sync::Cache;
use tokio::runtime::Builder;

use super::group::{Group, Rounds, Unit, What};
use crate::contender::{asynchronous, blocking};
use crate::entrant::{HIT, World};
use crate::job::Job;
use crate::payload::{Payload, Small};

const URL: &str = "memory://";

/// Calls so many times.
type Slice = Box<dyn FnMut(usize)>;

/// How long small hits take there, key and decoding included. Many calls are timed together: a look
/// at the clock for each would be a twentieth of what is measured.
pub fn embedded(job: &Job) -> Group {
    let dtcache = match job.world {
        World::Sync => sync_calls(),
        World::Async => async_calls(),
    };
    let mut contenders = [("by hand, a map", by_hand()), ("dtcache", dtcache)];
    let mut results: Vec<_> = contenders
        .iter()
        .map(|(name, _)| Rounds::empty(name))
        .collect();
    let (rounds, calls) = if job.quick { (7, 2_000) } else { (31, 20_000) };
    for (_, slice) in &mut contenders {
        slice(calls);
    }
    for round in 0..rounds {
        for place in 0..contenders.len() {
            let index = (round + place) % contenders.len();
            let begin = Instant::now();
            contenders[index].1(calls);
            results[index].figures.push(each(begin.elapsed(), calls));
        }
    }
    Group::new(What::EmbeddedHit, job, Unit::Nanoseconds, results)
}

/// What one writes who has no server: bounded, with a time to live, and JSON so that the value is
/// the caller's own.
fn by_hand() -> Slice {
    let map = Cache::builder()
        .max_capacity(10_000)
        .time_to_live(Duration::from_secs(3600))
        .build();
    let key = |id: u64| format!("small:{id}");
    map.insert(key(HIT), Small::json());
    Box::new(move |calls| {
        for _ in 0..calls {
            let bytes = map.get(&key(black_box(HIT))).expect("a hit");
            let hit: Small = serde_json::from_slice(bytes).expect("JSON");
            black_box(hit);
        }
    })
}

fn sync_calls() -> Slice {
    use blocking::{Call, Contender};
    let mut dtcache = blocking::dtcache::Dtcache::connect(URL);
    Box::new(move |calls| {
        for _ in 0..calls {
            black_box(Call::<Small>::call(&mut dtcache, black_box(HIT)));
        }
    })
}

fn async_calls() -> Slice {
    use asynchronous::{Call, Contender};
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let dtcache = runtime.block_on(asynchronous::dtcache::Dtcache::connect(URL));
    Box::new(move |calls| {
        runtime.block_on(async {
            for _ in 0..calls {
                black_box(Call::<Small>::call(&dtcache, black_box(HIT)).await);
            }
        });
    })
}

#[expect(clippy::cast_precision_loss, reason = "no slice takes 2^52 ns")]
fn each(time: Duration, calls: usize) -> f64 {
    time.as_nanos() as f64 / calls as f64
}
