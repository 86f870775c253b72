//! What tasks read: mostly small values, and some that stand in their way.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::RedisServer;
use tokio::runtime::Runtime;

use super::shared::Lanes;
use crate::figures::microseconds;

/// A key and how many bytes are under it.
type Value = (&'static str, usize);

const SMALL: Value = ("small", 30);
const LARGE: Value = ("large", 29_000);
const HUGE: Value = ("huge", 1 << 20);

/// So many tasks that read, each time the small value but for one in `every` times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    tasks: usize,
    every: usize,
    other: Value,
}

/// Puts the values there.
pub(super) fn fill(server: &RedisServer) {
    for (key, length) in [SMALL, LARGE, HUGE] {
        server.set(key, &vec![b'a'; length]);
    }
}

impl Load {
    pub(super) const fn small(tasks: usize) -> Self {
        Self {
            tasks,
            every: 1,
            other: SMALL,
        }
    }

    pub(super) const fn some_large(tasks: usize) -> Self {
        Self {
            tasks,
            every: 20,
            other: LARGE,
        }
    }

    pub(super) const fn few_huge(tasks: usize) -> Self {
        Self {
            tasks,
            every: 100,
            other: HUGE,
        }
    }

    /// Has the tasks read for a while: replies a second, and how long small ones took.
    #[expect(clippy::cast_precision_loss, reason = "no slice reads 2^52 values")]
    pub(super) fn run(
        self,
        runtime: &Runtime,
        lanes: &Arc<Lanes>,
        time: Duration,
    ) -> (f64, Vec<f64>) {
        let stop = Arc::new(AtomicBool::new(false));
        let begin = Instant::now();
        let task = |number| {
            let (lanes, stop) = (Arc::clone(lanes), Arc::clone(&stop));
            runtime.spawn(async move { self.task(number, &lanes, &stop).await })
        };
        let tasks: Vec<_> = (0..self.tasks).map(task).collect();
        sleep(time);
        stop.store(true, Ordering::Relaxed);
        let (mut replies, mut times) = (0, Vec::new());
        for task in tasks {
            let (count, small) = runtime.block_on(task).expect("a value was not there");
            replies += count;
            times.extend(small);
        }
        let rate = replies as f64 / begin.elapsed().as_secs_f64();
        (rate, microseconds(&times))
    }

    /// Tasks do not begin at the same place, or all would read the other value at once.
    async fn task(self, number: usize, lanes: &Lanes, stop: &AtomicBool) -> (usize, Vec<u64>) {
        let (mut turn, mut times) = (number * self.every / self.tasks, Vec::new());
        let first = turn;
        while !stop.load(Ordering::Relaxed) {
            turn += 1;
            let (key, length) = if turn.is_multiple_of(self.every) {
                self.other
            } else {
                SMALL
            };
            let begin = Instant::now();
            assert_eq!(lanes.get(key).await, length);
            if key == SMALL.0 {
                let time = begin.elapsed().as_nanos();
                times.push(u64::try_from(time).unwrap_or(u64::MAX));
            }
        }
        (turn - first, times)
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tasks = self.tasks;
        let plural = if tasks == 1 { "" } else { "s" };
        write!(f, "{tasks} task{plural} reading {} bytes", SMALL.1)?;
        if self.every > 1 {
            let (share, length) = (100 / self.every, self.other.1);
            write!(f, ", and {length} in {share} % of the cases")?;
        }
        Ok(())
    }
}
