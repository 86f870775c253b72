//! Callers that give up most of their calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use dtcache::{RedisInstance, Scope, acache_function};
use tokio::task::yield_now;

use crate::chance::{Chance, Polled};

/// So many tasks make calls at a time.
const CALLERS: usize = 32;

/// What these ids stand for is stored, and calls of them hit.
pub(crate) const STORED: u32 = 100;

/// How often new connections take the place of the old ones, in calls that are given up.
const RESET: usize = 2_500;

pub(crate) fn value(id: u32) -> String {
    format!("value of {id}")
}

/// What all callers share.
pub(crate) struct World {
    pub(crate) redis: RedisInstance,
    /// For keys that nobody has asked for.
    next: AtomicU32,
    given_up: AtomicUsize,
    pub(crate) completed: AtomicUsize,
}

impl World {
    pub(crate) fn new(redis: RedisInstance) -> Self {
        Self {
            redis,
            next: AtomicU32::new(0),
            given_up: AtomicUsize::new(0),
            completed: AtomicUsize::new(0),
        }
    }

    pub(crate) async fn call(&self, id: u32, naps: u32, is_behind: bool) -> String {
        let call = acache_function("cancelled").redis(&self.redis).expire(600);
        let call = if is_behind { call.write_behind() } else { call };
        let body = async || {
            for _ in 0..naps {
                yield_now().await;
            }
            value(id)
        };
        call.arg("id", &id).call(body).await
    }

    /// A call of some kind, which is completed or given up somewhere.
    async fn some_call(&self, chance: &mut Chance) {
        let naps = chance.below(3);
        let fresh = || STORED + self.next.fetch_add(1, Ordering::Relaxed);
        match chance.below(5) {
            0 | 1 => {
                let id = chance.below(STORED);
                self.try_it(id, self.call(id, naps, false), chance).await;
            }
            2 => {
                let id = fresh();
                self.try_it(id, self.call(id, naps, false), chance).await;
            }
            3 => {
                let id = fresh();
                self.try_it(id, self.call(id, naps, true), chance).await;
            }
            _ => {
                // A write waits for an earlier one of the same key.
                let (id, is_behind) = (chance.below(STORED), chance.below(2) == 0);
                let refresh = Scope::new().refresh();
                let call = refresh.run_async(self.call(id, naps, is_behind));
                self.try_it(id, call, chance).await;
            }
        }
    }

    /// Completes the call, or gives it up: before it begins, after some time, or after some polls.
    async fn try_it(&self, id: u32, call: impl Future<Output = String>, chance: &mut Chance) {
        let output = match chance.below(8) {
            0 => Some(call.await),
            1 | 2 => {
                let time = Duration::from_micros(chance.below(500).into());
                tokio::time::timeout(time, call).await.ok()
            }
            _ => {
                let left = chance.below(4) as usize;
                let future = Box::pin(call);
                Polled { future, left }.await
            }
        };
        let Some(output) = output else {
            let before = self.given_up.fetch_add(1, Ordering::Relaxed);
            if before.is_multiple_of(RESET) {
                self.redis.reset();
            }
            return;
        };
        self.completed.fetch_add(1, Ordering::Relaxed);
        assert_eq!(output, value(id));
    }

    /// Makes calls, `CALLERS` at a time, until so many are given up.
    pub(crate) async fn calls(self: &Arc<Self>, given_up: usize) {
        self.given_up.store(0, Ordering::Relaxed);
        let callers = (1..=CALLERS).map(|caller| {
            let world = Arc::clone(self);
            let seed = u32::try_from(caller).expect("few");
            let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9));
            tokio::spawn(async move {
                while world.given_up.load(Ordering::Relaxed) < given_up {
                    world.some_call(&mut chance).await;
                }
            })
        });
        for caller in callers.collect::<Vec<_>>() {
            caller.await.expect("no panic");
        }
    }
}
