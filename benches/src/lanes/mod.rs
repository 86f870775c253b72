//! `cargo xtask bench lanes`: how many multiplexed connections are worth having, and what
//! `TCP_NODELAY` does. No cache is in this: these are `GET`s of redis-rs.

mod load;
mod shared;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use support::{DelayProxy, RedisServer};

use crate::entrant::runtime;
use crate::figures::{Spread, percentile, ratios};
use crate::job::{Job, Place};
use load::Load;
use shared::{Choice, Setting};

/// What the proxy adds to a round trip.
const ADDED: Duration = Duration::from_millis(1);

/// Settings under one load.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contest {
    /// What was read, by how many tasks.
    pub load: String,
    /// Where the server was, and on which cores everything ran.
    pub place: String,
    /// The settings; the ratios are to the first.
    pub rows: Vec<Lane>,
}

/// One setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lane {
    /// How many connections, how one is chosen, and whether `TCP_NODELAY` is set.
    pub setting: String,
    /// Replies a second, round by round.
    pub throughput: Spread,
    /// The same in ratio to the first setting in the same round.
    pub ratio: Spread,
    /// The median of how long small replies took, in microseconds.
    pub p50: f64,
    /// What 99 of 100 small replies stayed below.
    pub p99: f64,
}

/// Runs all contests in one place.
pub fn lanes(job: &Job, away: bool) -> Vec<Contest> {
    let server = RedisServer::start();
    let proxy = away.then(|| DelayProxy::start(server.port(), ADDED));
    let url = proxy.as_ref().map_or_else(|| server.url(), DelayProxy::url);
    load::fill(&server);
    let lanes = [
        Setting::new(1, Choice::Turns, false),
        Setting::new(2, Choice::Turns, false),
        Setting::new(2, Choice::LeastInFlight, false),
        Setting::new(4, Choice::Turns, false),
        Setting::new(4, Choice::LeastInFlight, false),
    ];
    let no_delay = [lanes[0], Setting::new(1, Choice::Turns, true)];
    let contests: [(Load, &[Setting]); 6] = [
        (Load::small(64), &lanes),
        (Load::some_large(64), &lanes),
        (Load::few_huge(64), &lanes),
        (Load::small(1), &no_delay),
        (Load::small(64), &no_delay),
        (Load::some_large(64), &no_delay),
    ];
    let place = if away {
        "1 ms away".to_owned()
    } else {
        format!("loopback, {}", job.place.name())
    };
    let contests = contests.map(|(load, settings)| Contest {
        load: load.to_string(),
        place: place.clone(),
        rows: contest(job, &url, load, settings),
    });
    contests.into()
}

/// Where contests take place: on which cores, and whether the server is away.
pub const PLACES: [(Place, bool); 3] = [
    (Place::OneCore, false),
    (Place::AllCores, false),
    (Place::AllCores, true),
];

fn contest(job: &Job, url: &str, load: Load, settings: &[Setting]) -> Vec<Lane> {
    let runtime = runtime(job.place.workers());
    let connect = |setting: &Setting| Arc::new(runtime.block_on(setting.connect(url)));
    let connected: Vec<_> = settings.iter().map(connect).collect();
    let (rounds, time) = if job.quick { (3, 50) } else { (9, 150) };
    let time = Duration::from_millis(time);
    let mut figures = vec![Vec::new(); settings.len()];
    let mut times = vec![Vec::new(); settings.len()];
    // The first round warms up.
    for round in 0..=rounds {
        for place in 0..settings.len() {
            let index = (round + place) % settings.len();
            let (rate, small) = load.run(&runtime, &connected[index], time);
            if round > 0 {
                figures[index].push(rate);
                times[index].extend(small);
            }
        }
    }
    let rows = settings.iter().zip(&figures).zip(&mut times);
    let rows = rows.map(|((setting, rates), times)| {
        times.sort_by(f64::total_cmp);
        Lane {
            setting: setting.to_string(),
            throughput: Spread::of(rates.clone()),
            ratio: ratios(rates, &figures[0]),
            p50: percentile(times, 50),
            p99: percentile(times, 99),
        }
    });
    rows.collect()
}
