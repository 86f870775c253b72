//! Who is inside: the task and the thread that entered, and nobody else.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread::{self, ThreadId};
use std::time::Instant;

use dtcache::{RedisInstance, Scope, acache_function, cache_function};
use support::{RedisServer, wait};
use tokio::runtime::Builder;
use tokio::task::{block_in_place, yield_now};

use crate::{counts, instance};

/// Whether a call made here and now runs its body, with an entry in the cache.
fn bypasses(redis: &RedisInstance) -> bool {
    cache_function("here").redis(redis).call(|| 2) == 2
}

fn filled(url: &str) -> RedisInstance {
    let redis = instance(url);
    cache_function("here").redis(&redis).call(|| 1);
    redis
}

#[test]
fn a_spawned_task_does_not_inherit() {
    let redis = filled("memory://");
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let inside = async {
        let redis = redis.clone();
        let spawned = tokio::spawn(async move { bypasses(&redis) });
        spawned.await.expect("no panic")
    };
    let scope = Scope::new().bypass();
    let both = async { (inside.await, bypasses(&redis)) };
    assert_eq!(runtime.block_on(scope.run_async(both)), (false, true));
}

/// The thread is in the scope, and it drives tasks that are not: one that is spawned inside, and one
/// that was spawned before.
#[test]
fn tasks_that_a_thread_in_a_scope_drives_are_not_inside() {
    let redis = filled("memory://");
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let looks = |redis: &RedisInstance| {
        let redis = redis.clone();
        async move { bypasses(&redis) }
    };
    let before = runtime.spawn(looks(&redis));
    Scope::new().bypass().run(|| {
        runtime.block_on(async {
            assert!(bypasses(&redis), "what is blocked on is inside");
            assert!(!tokio::spawn(looks(&redis)).await.expect("no panic"));
            assert!(!before.await.expect("no panic"));
        });
    });
    let local = tokio::task::LocalSet::new();
    let inside = local.run_until(async {
        let spawned = tokio::task::spawn_local(looks(&redis));
        (spawned.await.expect("no panic"), bypasses(&redis))
    });
    let both = runtime.block_on(Scope::new().bypass().run_async(inside));
    assert_eq!(both, (false, true));
}

/// What a future holds is inside as well when it goes.
#[test]
fn a_future_that_is_dropped_midway_drops_what_it_holds_inside() {
    struct AtTheEnd(RedisInstance, Arc<AtomicBool>);
    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            self.1.store(bypasses(&self.0), Ordering::Relaxed);
        }
    }
    let (redis, was_inside) = (filled("memory://"), Arc::default());
    let held = AtTheEnd(redis, Arc::clone(&was_inside));
    let mut context = Context::from_waker(Waker::noop());
    let mut midway = Box::pin(Scope::new().bypass().run_async(async move {
        let _held = held;
        yield_now().await;
    }));
    assert!(midway.as_mut().poll(&mut context).is_pending());
    drop(midway);
    assert!(was_inside.load(Ordering::Relaxed));
}

#[test]
fn another_thread_does_not_inherit() {
    let redis = filled("memory://");
    Scope::new().bypass().run(|| {
        let inside = thread::scope(|scope| {
            let other = scope.spawn(|| bypasses(&redis));
            other.join().expect("no panic")
        });
        assert!(!inside);
        assert!(bypasses(&redis));
    });
    assert!(!bypasses(&redis));
}

#[test]
fn a_future_that_is_dropped_midway_leaves_nothing() {
    let redis = filled("memory://");
    let mut context = Context::from_waker(Waker::noop());
    let mut midway = Box::pin(Scope::new().bypass().run_async(async {
        assert!(bypasses(&redis));
        yield_now().await;
    }));
    assert!(midway.as_mut().poll(&mut context).is_pending());
    assert!(!bypasses(&redis), "between two polls");
    drop(midway);
    assert!(!bypasses(&redis));
}

#[test]
fn a_future_that_panics_leaves_nothing() {
    let redis = filled("memory://");
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let outcome = runtime.block_on(async {
        let panics = async { panic!("asked for") };
        tokio::spawn(Scope::new().bypass().run_async(panics)).await
    });
    assert!(outcome.is_err_and(|error| error.is_panic()));
    // The task was polled on this very thread.
    assert!(!bypasses(&redis));
}

#[test]
fn a_future_takes_its_scope_to_another_thread() {
    let redis = Arc::new(filled("memory://"));
    let moving = {
        let redis = Arc::clone(&redis);
        Scope::new().bypass().run_async(async move {
            let first = bypasses(&redis);
            yield_now().await;
            (first, bypasses(&redis))
        })
    };
    let mut moving: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(moving);
    let mut context = Context::from_waker(Waker::noop());
    assert!(moving.as_mut().poll(&mut context).is_pending());
    let other = thread::spawn(move || {
        let mut context = Context::from_waker(Waker::noop());
        let polled = moving.as_mut().poll(&mut context);
        (polled, bypasses(&redis))
    });
    let (polled, after) = other.join().expect("no panic");
    assert_eq!(polled, Poll::Ready((true, true)));
    assert!(!after);
}

/// Tasks with and without a scope take turns on two workers and move between them.
#[test]
fn tasks_that_share_workers_keep_their_own() {
    let server = RedisServer::start();
    for url in [server.url().as_str(), "memory://"] {
        let redis = filled(url);
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let moved = Arc::new(AtomicBool::new(false));
        let task = |bypass: bool| {
            let until_moved = until_moved(redis.clone(), Arc::clone(&moved), bypass);
            if bypass {
                runtime.spawn(Scope::new().bypass().run_async(until_moved))
            } else {
                runtime.spawn(until_moved)
            }
        };
        let tasks = [true, false, true, false, false].map(task);
        for task in tasks {
            runtime.block_on(task).expect("no call was served wrongly");
        }
        let (hits, misses, bypassed, stored) = counts(&redis);
        assert!(hits > 0 && bypassed > 0);
        assert_eq!((misses, stored), (1, 1));
    }
}

/// Makes calls until a task with a scope has been on two threads.
async fn until_moved(redis: RedisInstance, moved: Arc<AtomicBool>, bypass: bool) {
    let (mut threads, end) = (HashSet::<ThreadId>::new(), Instant::now() + wait::PATIENCE);
    let mut made = 0;
    while made < 50 || !moved.load(Ordering::Relaxed) {
        assert_eq!(bypasses(&redis), bypass);
        let call = acache_function("here").redis(&redis);
        assert_eq!(call.call(|| async { 2 }).await == 2, bypass);
        // Gives this thread's other tasks to another thread, so this one goes on elsewhere.
        block_in_place(|| ());
        yield_now().await;
        threads.insert(thread::current().id());
        if bypass && threads.len() > 1 {
            moved.store(true, Ordering::Relaxed);
        }
        made += 1;
        assert!(Instant::now() < end, "no task was moved");
    }
}
