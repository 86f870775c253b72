//! Entrants of the sync world.

use std::hint::black_box;
use std::marker::PhantomData;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{ScopedJoinHandle, scope, sleep};
use std::time::{Duration, Instant};

use super::{Entrant, HIT, Ids, THREADS, nanoseconds, rate};
use crate::contender::blocking::{Call, Contender, Visitor, each};
use crate::payload::{Large, Medium, Payload, Size, Small};

pub(super) fn gather(
    url: &str,
    size: Size,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Box<dyn Entrant>> {
    let mut gather = Gather {
        url,
        size,
        wanted,
        found: Vec::new(),
    };
    each(&mut gather);
    gather.found
}

struct Gather<'a> {
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
        let contender = C::connect(self.url);
        self.found.push(match self.size {
            Size::Small => Threads::<C, Small>::boxed(contender),
            Size::Medium => Threads::<C, Medium>::boxed(contender),
            Size::Large => Threads::<C, Large>::boxed(contender),
        });
    }
}

/// Calls from this thread, or from many.
struct Threads<C, P> {
    contender: C,
    payload: PhantomData<P>,
}

impl<C: Contender + Call<P>, P: Payload> Threads<C, P> {
    fn boxed(contender: C) -> Box<dyn Entrant> {
        Box::new(Self {
            contender,
            payload: PhantomData,
        })
    }
}

impl<C: Contender + Call<P>, P: Payload> Entrant for Threads<C, P> {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn call(&mut self, id: u64) {
        black_box(Call::<P>::call(&mut self.contender, id));
    }

    fn time(&mut self, ids: Ids, count: usize) -> Vec<u64> {
        let mut times = Vec::with_capacity(count);
        for _ in 0..count {
            let id = ids.next();
            let begin = Instant::now();
            let value = Call::<P>::call(&mut self.contender, id);
            times.push(nanoseconds(begin));
            black_box(value);
        }
        times
    }

    fn throughput(&mut self, time: Duration) -> f64 {
        let stop = AtomicBool::new(false);
        let start = Barrier::new(THREADS as usize + 1);
        scope(|scope| {
            let spawn = |mut contender: C| {
                let (stop, start) = (&stop, &start);
                scope.spawn(move || {
                    // Before the start: whatever a thread's first call has to open.
                    Call::<P>::call(&mut contender, HIT);
                    start.wait();
                    let mut calls = 0;
                    while !stop.load(Ordering::Relaxed) {
                        black_box(Call::<P>::call(&mut contender, HIT));
                        calls += 1;
                    }
                    calls
                })
            };
            let threads: Vec<_> = (0..THREADS)
                .map(|_| spawn(self.contender.another()))
                .collect();
            start.wait();
            let begin = Instant::now();
            sleep(time);
            stop.store(true, Ordering::Relaxed);
            let calls = threads.into_iter().map(ScopedJoinHandle::join);
            let calls: u64 = calls
                .map(|calls| calls.expect("a contender's call panicked"))
                .sum();
            rate(calls, begin.elapsed())
        })
    }
}
