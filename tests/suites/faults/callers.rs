//! Callers that call at the same time, in either world.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use dtcache::RedisInstance;
use support::wait;
use tokio::runtime::{Builder, Runtime};

use crate::calls::{BODY, Body, Call, World};

/// How many call at the same time.
pub(crate) const CALLERS: usize = 16;

/// Arguments that are asked for again and again: the half of all calls. The others' are new.
pub(crate) const HOT: u64 = 8;

/// Calls while nothing is wrong, for a fault in the middle of them.
const BEFORE: usize = 200;

/// Calls from the moment in which the fault begins.
pub(crate) const COUNTED: usize = 2000;

/// What a caller does between two calls. Without it, what is measured is how long callers wait for one of
/// the few cores of a small machine, in a build that is not optimised.
const PAUSE: Duration = Duration::from_millis(3);

/// When callers give up: an experiment in which calls wait for one another fails soon enough.
const LIMIT: Duration = Duration::from_secs(5);

/// The callers of one experiment.
pub(crate) struct Callers {
    redis: RedisInstance,
    runtime: Option<Runtime>,
    traffic: Arc<Traffic>,
}

/// What all callers saw.
#[derive(Default)]
pub(crate) struct Seen {
    /// Calls that ended before the fault began.
    pub(crate) before: Vec<Call>,
    /// Those that ended later.
    pub(crate) counted: Vec<Call>,
    /// How much longer than it should a bare body took, run by the same callers in between.
    pub(crate) machine: Vec<Duration>,
    /// Callers that did not come to their end.
    pub(crate) panicked: usize,
}

#[derive(Default)]
struct Traffic {
    before: AtomicUsize,
    begun: AtomicBool,
    counted: AtomicUsize,
    late: AtomicBool,
}

impl Callers {
    pub(crate) fn new(world: World, redis: RedisInstance) -> Self {
        let runtime = || {
            let mut runtime = Builder::new_multi_thread();
            runtime.worker_threads(2).enable_all();
            runtime.build().expect("a runtime")
        };
        Self {
            redis,
            runtime: (world == World::Async).then(runtime),
            traffic: Arc::default(),
        }
    }

    /// All of them begin to call. What they saw can be received once they end.
    pub(crate) fn start(&self) -> Receiver<Seen> {
        let (sender, receiver) = channel();
        for number in 0..CALLERS {
            let caller = Caller::new(number, self.redis.clone(), Arc::clone(&self.traffic));
            match &self.runtime {
                None => drop(spawn({
                    let sender = sender.clone();
                    move || caller.call(&sender)
                })),
                Some(runtime) => drop(runtime.spawn(caller.call_async(sender.clone()))),
            }
        }
        receiver
    }

    pub(crate) fn wait_for_hits(&self) {
        let before = &self.traffic.before;
        wait::until("calls before the fault", || {
            before.load(Ordering::SeqCst) >= BEFORE
        });
    }

    /// Calls count from now on.
    pub(crate) fn count(&self) {
        self.traffic.begun.store(true, Ordering::SeqCst);
    }

    /// What they saw, once they have made all calls or it is too late.
    pub(crate) fn join(&self, callers: &Receiver<Seen>) -> Seen {
        let mut seen = Seen {
            panicked: CALLERS,
            ..Seen::default()
        };
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let late = self.traffic.late.load(Ordering::SeqCst);
            match callers.recv_timeout(if late { LIMIT } else { left }) {
                Ok(one) => seen.add(one),
                Err(RecvTimeoutError::Disconnected) => return seen,
                Err(RecvTimeoutError::Timeout) if late => {
                    panic!("{} callers hang", seen.panicked)
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.traffic.late.store(true, Ordering::SeqCst);
                }
            }
        }
    }

    /// One more call.
    pub(crate) fn call(&self, id: u64) -> Call {
        match &self.runtime {
            None => Call::sync(&self.redis, id),
            Some(runtime) => {
                let redis = self.redis.clone();
                let call = runtime.spawn(async move { Call::asynchronous(&redis, id).await });
                runtime.block_on(call).expect("no panic")
            }
        }
    }
}

impl Drop for Callers {
    fn drop(&mut self) {
        // A thread of the runtime may still ask for the address of a name.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.before.extend(other.before);
        self.counted.extend(other.counted);
        self.machine.extend(other.machine);
        self.panicked -= 1;
    }
}

/// One caller; what it does is the same in either world, but for the waiting.
struct Caller {
    redis: RedisInstance,
    traffic: Arc<Traffic>,
    number: u64,
    calls: u64,
    seen: Seen,
}

impl Caller {
    fn new(number: usize, redis: RedisInstance, traffic: Arc<Traffic>) -> Self {
        Self {
            redis,
            traffic,
            number: number as u64,
            calls: 0,
            seen: Seen::default(),
        }
    }

    fn call(mut self, done: &Sender<Seen>) {
        while let Some(id) = self.next() {
            self.note(Call::sync(&self.redis, id));
            sleep(PAUSE);
            if self.is_to_measure_the_machine() {
                let body = Body::default();
                body.run();
                self.note_machine(&body);
            }
        }
        let _ = done.send(self.seen);
    }

    async fn call_async(mut self, done: Sender<Seen>) {
        while let Some(id) = self.next() {
            self.note(Call::asynchronous(&self.redis, id).await);
            tokio::time::sleep(PAUSE).await;
            if self.is_to_measure_the_machine() {
                let body = Body::default();
                body.run_async().await;
                self.note_machine(&body);
            }
        }
        let _ = done.send(self.seen);
    }

    /// The next call's argument, if there is to be a next call.
    fn next(&mut self) -> Option<u64> {
        let counted = self.traffic.counted.load(Ordering::SeqCst);
        if counted >= COUNTED || self.traffic.late.load(Ordering::SeqCst) {
            return None;
        }
        self.calls += 1;
        let turn = self.calls / 2;
        Some(if self.calls.is_multiple_of(2) {
            (self.number + turn) % HOT
        } else {
            HOT + turn * CALLERS as u64 + self.number
        })
    }

    fn note(&mut self, call: Call) {
        if self.traffic.begun.load(Ordering::SeqCst) {
            self.traffic.counted.fetch_add(1, Ordering::SeqCst);
            self.seen.counted.push(call);
        } else {
            self.traffic.before.fetch_add(1, Ordering::SeqCst);
            self.seen.before.push(call);
        }
    }

    fn is_to_measure_the_machine(&self) -> bool {
        self.calls.is_multiple_of(8)
    }

    fn note_machine(&mut self, body: &Body) {
        let took = body.took().unwrap_or_default();
        self.seen.machine.push(took.saturating_sub(BODY));
    }
}
