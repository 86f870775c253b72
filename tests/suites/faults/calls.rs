//! The cached functions, one in each world, and what one call of them was like.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dtcache::{RedisInstance, cache_function, cache_wrapper};
use serde::{Deserialize, Serialize};

/// How long a body takes, if the machine has it run on time.
pub(crate) const BODY: Duration = Duration::from_millis(1);

/// Where calls are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum World {
    /// In threads that wait.
    Sync,
    /// In tasks of one Tokio runtime.
    Async,
}

impl World {
    /// The key of the call with this argument.
    pub(crate) fn key(self, id: u64) -> String {
        let namespace = match self {
            Self::Sync => "faults:sync",
            Self::Async => "faults:async",
        };
        let key = cache_function(namespace).arg("id", &id).key();
        key.expect("a number is part of a key")
    }
}

/// A value that says which argument it is of, more than once.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    id: u64,
    text: String,
    squares: Vec<u64>,
}

impl Report {
    pub(crate) fn of(id: u64) -> Self {
        Self {
            id,
            text: format!("report {id} ").repeat(12),
            squares: (0..16).map(|n| id * n * n).collect(),
        }
    }
}

/// One call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// What it took beside its body.
    pub(crate) added: Duration,
    /// Whether the body did not run.
    pub(crate) hit: bool,
    pub(crate) result: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    Wrong,
    Failed,
}

impl Call {
    pub(crate) fn sync(redis: &RedisInstance, id: u64) -> Self {
        let (begin, body) = (Instant::now(), Body::default());
        let result = report(redis, &body, id);
        Self::seen(begin.elapsed(), &body, id, &result)
    }

    pub(crate) async fn asynchronous(redis: &RedisInstance, id: u64) -> Self {
        let (begin, body) = (Instant::now(), Body::default());
        let result = report_async(redis, &body, id).await;
        Self::seen(begin.elapsed(), &body, id, &result)
    }

    fn seen(took: Duration, body: &Body, id: u64, result: &Result<Report, String>) -> Self {
        let ran = body.took();
        Self {
            added: took.saturating_sub(ran.unwrap_or_default()),
            hit: ran.is_none(),
            result: match result {
                Ok(report) if *report == Report::of(id) => Outcome::Right,
                Ok(_) => Outcome::Wrong,
                Err(_) => Outcome::Failed,
            },
        }
    }
}

/// How long a body took: a thread that is woken late is the machine's doing, and not the cache's.
#[derive(Default)]
pub(crate) struct Body(AtomicU64);

impl Body {
    pub(crate) fn run(&self) {
        let begin = Instant::now();
        std::thread::sleep(BODY);
        self.ran(begin);
    }

    pub(crate) async fn run_async(&self) {
        let begin = Instant::now();
        tokio::time::sleep(BODY).await;
        self.ran(begin);
    }

    /// `None` if it did not run.
    pub(crate) fn took(&self) -> Option<Duration> {
        let nanos = self.0.load(Ordering::Relaxed);
        (nanos > 0).then(|| Duration::from_nanos(nanos))
    }

    fn ran(&self, begin: Instant) {
        let nanos = u64::try_from(begin.elapsed().as_nanos()).expect("centuries");
        self.0.store(nanos, Ordering::Relaxed);
    }
}

#[cache_wrapper(namespace = "faults:sync", redis = redis, skip = [redis, body], expire = 600)]
fn report(redis: &RedisInstance, body: &Body, id: u64) -> Result<Report, String> {
    body.run();
    Ok(Report::of(id))
}

#[cache_wrapper(namespace = "faults:async", redis = redis, skip = [redis, body], expire = 600)]
async fn report_async(redis: &RedisInstance, body: &Body, id: u64) -> Result<Report, String> {
    body.run_async().await;
    Ok(Report::of(id))
}
