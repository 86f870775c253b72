//! Replies that come after the time that their callers had for them.

use std::time::Duration;

use dtcache::{Breaker, ErrorKind, cache_function};
use support::fake::{Answer, FakeServer};
use support::{RedisServer, entry, wait};

use crate::world::{
    BUDGET, Had, IDS, SLACK, World, instance, is_in_use, timed, value, with_budget,
};

#[test]
fn a_server_that_sleeps_longer_and_shorter_than_the_budget() {
    for world in World::all() {
        let server = RedisServer::start();
        let redis = instance(server.port());
        for id in IDS {
            assert_eq!(world.call(&redis, &[id]), [Had::Body]);
        }
        for (round, millis) in [30, 250, 90, 110, 60, 400, 99, 101].into_iter().enumerate() {
            let what = format!("{}, {millis} ms", world.name());
            let asleep = Duration::from_millis(millis);
            let first = u32::try_from(round).expect("few") % 7;
            let ids = [first, first + 1, first + 2];
            let (_, took) = timed(|| {
                server.sleep(asleep);
                world.call(&redis, &ids)
            });
            assert!(took < BUDGET + SLACK, "{took:?}: {what}");
            // Some of these are asked on the connections of those above, before the server wakes.
            for ids in [[9, 8, 7], [0, 1, 2], [3, 4, 5]] {
                world.call(&redis, &ids);
            }
            // Waits for the server to wake.
            server.raw::<()>(&["PING"]);
            is_in_use(&redis);
            world.hits(&redis);
        }
        let late = redis.stats().failures().collect::<Vec<_>>();
        assert!(late.iter().any(|(kind, _)| *kind == ErrorKind::Timeout));
    }
}

/// All that is asked meanwhile is slow, and it is one hiccup.
#[test]
fn a_server_that_sleeps_once_while_many_wait() {
    // Long, so that a busy machine is not what makes them late.
    const BUDGET: Duration = Duration::from_millis(400);
    for world in World::all() {
        let server = RedisServer::start();
        let redis = with_budget(server.port(), BUDGET);
        for id in IDS {
            assert_eq!(world.call(&redis, &[id]), [Had::Body]);
        }
        let many: Vec<_> = (0..100).map(|call| call % IDS.end).collect();
        server.sleep(BUDGET * 6 / 10);
        world.call(&redis, &many);
        assert_eq!(
            redis.status().breaker(),
            Breaker::Closed,
            "{}",
            world.name()
        );
        world.hits(&redis);
    }
}

/// The id of a look-up.
fn asked(key: &[u8]) -> u32 {
    let mut ids = IDS;
    let is_it = |id: &u32| {
        let key_of = cache_function("call").arg("id", id).key();
        key_of.expect("a number is part of a key").as_bytes() == key
    };
    ids.find(is_it).expect("the key of an id")
}

/// A connection that answers others is kept when one reply is late, and that one still comes.
#[test]
fn a_late_reply_on_a_connection_that_is_kept() {
    // Long, so that a busy machine is not what makes it late.
    const BUDGET: Duration = Duration::from_millis(400);
    let [_, world] = World::all();
    let server = FakeServer::start_each(|_, words| {
        let id = asked(&words[1]);
        if id < 2 {
            std::thread::sleep(BUDGET * 6 / 10);
        }
        let entry = entry::encode(&format!("{:?}", value(id)));
        let length = format!("${}\r\n", entry.len());
        Answer::Bytes([length.as_bytes(), &entry, b"\r\n"].concat())
    });
    let redis = with_budget(server.port(), BUDGET);
    assert_eq!(world.call(&redis, &[2]), [Had::Hit]);
    for _ in 0..3 {
        let commands = server.commands().len();
        std::thread::scope(|scope| {
            let first = scope.spawn(|| world.call(&redis, &[0]));
            wait::until("it to be asked for", || server.commands().len() > commands);
            // Answered after the first, at 120 % of the budget.
            assert_eq!(world.call(&redis, &[1]), [Had::Body]);
            assert_eq!(first.join().expect("no panic"), [Had::Hit]);
        });
        // Asked before that answer.
        assert_eq!(world.call(&redis, &[3]), [Had::Hit]);
        assert_eq!(world.call(&redis, &[4, 5, 6]), [Had::Hit; 3]);
    }
    assert_eq!(server.connections(), 1);
}
