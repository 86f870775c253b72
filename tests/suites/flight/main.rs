//! One load per key in a process: who runs the body, and what becomes of those who wait.

mod endings;
mod invalidation;
mod many;
mod recursion;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance};
use tokio::runtime::{Builder, Runtime};

/// Longer than anything here takes, and shorter than the time for which a caller waits for another.
const PROMPT: Duration = Duration::from_secs(4);

/// Counts how often a body runs.
#[derive(Clone, Default)]
struct Runs(Arc<AtomicUsize>);

impl Runs {
    /// Which run this is, from 1.
    fn one_more(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

fn at(url: String) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url)).expect("good settings")
}

fn embedded() -> RedisInstance {
    at("memory://".to_owned())
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build();
    runtime.expect("a runtime")
}
