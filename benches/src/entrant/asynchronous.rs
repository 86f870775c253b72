//! Entrants of the async world.

use std::hint::black_box;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

use super::{Entrant, HIT, Ids, TASKS, nanoseconds, rate};
use crate::contender::asynchronous::{Call, Contender, Visitor, each};
use crate::payload::{Large, Medium, Payload, Size, Small};

/// The runtime that services have: of many threads, here `workers` of them.
pub fn runtime(workers: usize) -> Arc<Runtime> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build();
    Arc::new(runtime.expect("threads can be started"))
}

pub(super) fn gather(
    runtime: &Arc<Runtime>,
    url: &str,
    size: Size,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Box<dyn Entrant>> {
    let mut gather = Gather {
        runtime,
        url,
        size,
        wanted,
        found: Vec::new(),
    };
    each(&mut gather);
    gather.found
}

struct Gather<'a> {
    runtime: &'a Arc<Runtime>,
    url: &'a str,
    size: Size,
    wanted: &'a dyn Fn(&str) -> bool,
    found: Vec<Box<dyn Entrant>>,
}

impl Visitor for Gather<'_> {
    fn visit<C: Contender>(&mut self) {
        if !(self.wanted)(C::NAME) {
            return;
        }
        let contender = self.runtime.block_on(C::connect(self.url));
        let runtime = Arc::clone(self.runtime);
        self.found.push(match self.size {
            Size::Small => Tasks::<C, Small>::boxed(contender, runtime),
            Size::Medium => Tasks::<C, Medium>::boxed(contender, runtime),
            Size::Large => Tasks::<C, Large>::boxed(contender, runtime),
        });
    }
}

/// Calls from tasks of the runtime, never from the thread that waits for them: that one is none
/// of the runtime's, and waking it costs what no service pays.
struct Tasks<C, P> {
    contender: C,
    runtime: Arc<Runtime>,
    payload: PhantomData<P>,
}

impl<C: Contender + Call<P>, P: Payload> Tasks<C, P> {
    fn boxed(contender: C, runtime: Arc<Runtime>) -> Box<dyn Entrant> {
        Box::new(Self {
            contender,
            runtime,
            payload: PhantomData,
        })
    }

    fn in_task<T: Send + 'static>(&self, task: impl Future<Output = T> + Send + 'static) -> T {
        let task = self.runtime.spawn(task);
        self.runtime
            .block_on(task)
            .expect("a contender's call panicked")
    }
}

impl<C: Contender + Call<P>, P: Payload> Entrant for Tasks<C, P> {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn call(&mut self, id: u64) {
        let contender = self.contender.clone();
        self.in_task(async move {
            black_box(Call::<P>::call(&contender, id).await);
        });
    }

    fn time(&mut self, ids: Ids, count: usize) -> Vec<u64> {
        let contender = self.contender.clone();
        self.in_task(async move {
            let mut times = Vec::with_capacity(count);
            for _ in 0..count {
                let id = ids.next();
                let begin = Instant::now();
                let value = Call::<P>::call(&contender, id).await;
                times.push(nanoseconds(begin));
                black_box(value);
            }
            times
        })
    }

    fn throughput(&mut self, time: Duration) -> f64 {
        let stop = Arc::new(AtomicBool::new(false));
        let begin = Instant::now();
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let (contender, stop) = (self.contender.clone(), Arc::clone(&stop));
                self.runtime.spawn(async move {
                    let mut calls = 0;
                    while !stop.load(Ordering::Relaxed) {
                        black_box(Call::<P>::call(&contender, HIT).await);
                        calls += 1;
                    }
                    calls
                })
            })
            .collect();
        sleep(time);
        stop.store(true, Ordering::Relaxed);
        let calls = tasks.into_iter().map(|task| self.runtime.block_on(task));
        let calls: u64 = calls
            .map(|calls| calls.expect("a contender's call panicked"))
            .sum();
        rate(calls, begin.elapsed())
    }
}
