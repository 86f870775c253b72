//! Bodies that call cached functions, their own among them.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use dtcache::{Flight, RedisInstance, acache_function, cache_function};

use super::{PROMPT, embedded, runtime};

fn countdown(redis: &RedisInstance, depth: usize) -> usize {
    cache_function("countdown")
        .redis(redis)
        .expire(60)
        .call(|| {
            if depth == 0 {
                0
            } else {
                countdown(redis, depth - 1) + 1
            }
        })
}

async fn countdown_async(redis: &RedisInstance, depth: usize) -> usize {
    let call = acache_function("countdown").redis(redis).expire(60);
    call.call(|| async {
        tokio::task::yield_now().await;
        if depth == 0 {
            0
        } else {
            Box::pin(countdown_async(redis, depth - 1)).await + 1
        }
    })
    .await
}

#[test]
fn a_body_that_calls_its_own_key_computes_at_once() {
    let begun = Instant::now();
    assert_eq!(countdown(&embedded(), 3), 3);
    assert_eq!(runtime().block_on(countdown_async(&embedded(), 3)), 3);
    let current = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    assert_eq!(current.block_on(countdown_async(&embedded(), 3)), 3);
    assert!(begun.elapsed() < PROMPT);
}

#[test]
fn two_keys_that_wait_for_each_other_end_after_the_wait() {
    let redis = embedded();
    let both_lead = Barrier::new(2);
    let wait = Duration::from_millis(200);
    let call = |name: &str, body: &dyn Fn() -> u32| {
        let flight = Flight::new().wait(wait);
        let call = cache_function("mutual")
            .redis(&redis)
            .expire(60)
            .flight(flight);
        call.arg("name", name).call(body)
    };
    let crossed = |own: &str, other: &str| {
        call(own, &|| {
            both_lead.wait();
            call(other, &|| 1) + 1
        })
    };
    let begun = Instant::now();
    thread::scope(|scope| {
        let one = scope.spawn(|| crossed("a", "b"));
        let other = scope.spawn(|| crossed("b", "a"));
        // Whoever gives up first computes 1; the other may get that, or the first one's own result.
        for value in [one.join().unwrap(), other.join().unwrap()] {
            assert!((2..=3).contains(&value), "{value}");
        }
    });
    assert!(begun.elapsed() >= wait && begun.elapsed() < PROMPT);
}
