//! A connection whose other end is gone without a word, as after a power failure.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use support::{Fault, FaultProxy, RedisServer, wait};

use crate::world::{BUDGET, Had, IDS, SLACK, World, instance, is_in_use, timed};

fn pair() -> (RedisServer, FaultProxy) {
    let server = RedisServer::start();
    let proxy = FaultProxy::start(server.port());
    (server, proxy)
}

/// As many callers as find out, and no more than the breaker takes for an accident.
#[test]
fn one_call_notices_within_its_budget_and_the_next_has_another_connection() {
    for world in World::all() {
        let (_server, proxy) = pair();
        let redis = instance(proxy.port());
        for id in IDS {
            assert_eq!(world.call(&redis, &[id]), [Had::Body]);
        }
        for round in 0..5 {
            let what = format!("{}, round {round}", world.name());
            let accepted = proxy.accepted();
            proxy.set(Fault::BlackHole);
            let (had, took) = timed(|| world.call(&redis, &[1]));
            assert_eq!(had, [Had::Body], "{what}");
            assert!((BUDGET..BUDGET + SLACK).contains(&took), "{took:?}: {what}");
            wait::until("its connection to be closed", || proxy.open() == 0);
            // Its reply is on its way from here on.
            proxy.clear();
            world.hits(&redis);
            assert_eq!(proxy.accepted(), accepted + 1, "{what}");
        }
    }
}

#[test]
fn many_calls_notice_within_their_budget() {
    for world in World::all() {
        let (_server, proxy) = pair();
        let redis = instance(proxy.port());
        let ids: Vec<_> = IDS.collect();
        for id in IDS {
            assert_eq!(world.call(&redis, &[id]), [Had::Body]);
        }
        for round in 0..5 {
            let what = format!("{}, round {round}", world.name());
            // As many connections as there are calls.
            world.call(&redis, &ids);
            proxy.set(Fault::BlackHole);
            let (had, took) = timed(|| world.call(&redis, &ids));
            assert!(had.iter().all(|had| *had == Had::Body), "{what}: {had:?}");
            assert!(took < BUDGET + 2 * SLACK, "{took:?}: {what}");
            // From here on nobody waits.
            let (_, took) = timed(|| world.call(&redis, &ids));
            assert!(took < SLACK, "{took:?}: {what}");
            proxy.clear();
            is_in_use(&redis);
            world.hits(&redis);
        }
    }
}

/// The silence ends now before a budget is over and now after it.
#[test]
fn calls_that_go_on_all_the_time_have_their_own_values() {
    for world in World::all() {
        let (_server, proxy) = pair();
        let redis = instance(proxy.port());
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for ids in [[0, 1, 2], [3, 4, 5], [6, 7, 8]] {
                let (world, redis, is_over) = (&world, &redis, &is_over);
                scope.spawn(move || {
                    while !is_over.load(Ordering::SeqCst) {
                        // A panic in it is one of the test.
                        world.call(redis, &ids);
                    }
                });
            }
            for millis in [20, 60, 90, 110, 150, 250, 30, 95, 105, 300] {
                proxy.set(Fault::BlackHole);
                std::thread::sleep(Duration::from_millis(millis));
                proxy.clear();
                std::thread::sleep(Duration::from_millis(100));
            }
            is_over.store(true, Ordering::SeqCst);
        });
        is_in_use(&redis);
        world.call(&redis, &IDS.collect::<Vec<_>>());
        world.hits(&redis);
    }
}
