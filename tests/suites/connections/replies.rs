//! A connection whose replies are those of other requests.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use dtcache::RedisInstance;
use support::fake::{Answer, FakeServer, Words};
use support::{entry, events};

use crate::world::{World, instance, key};

const STRAYS: [&str; 5] = ["+OK\r\n", ":1\r\n", "$-1\r\n", "*0\r\n", "-ERR stray\r\n"];

/// When the reply that is one too many comes.
#[derive(Clone, Copy, Debug)]
enum Stray {
    /// Together with the first reply.
    Ahead,
    /// In place of the first reply; that one comes in place of the second, and so on.
    Instead,
}

/// A server with the values of all ids, which sends a reply too many on its first connection; and
/// the numbers of the connections that commands came on.
fn server(stray: &'static str, when: Stray) -> (FakeServer, Arc<Mutex<Vec<usize>>>) {
    let used = Arc::new(Mutex::new(Vec::new()));
    let owed = Mutex::new(stray.as_bytes().to_vec());
    let server = FakeServer::start_each({
        let used = Arc::clone(&used);
        move |connection, words| {
            used.lock().expect("no panic").push(connection);
            let reply = reply(words);
            if connection > 0 {
                return Answer::Bytes(reply);
            }
            let mut owed = owed.lock().expect("no panic");
            Answer::Bytes(match when {
                Stray::Ahead => [std::mem::take(&mut *owed), reply].concat(),
                Stray::Instead => std::mem::replace(&mut *owed, reply),
            })
        }
    });
    (server, used)
}

fn value(id: u32) -> String {
    format!("value of {id}")
}

/// What a server that holds the values of ids says.
fn reply(words: &Words) -> Vec<u8> {
    let is_asked = |id: &u32| {
        words
            .get(1)
            .is_some_and(|word| *word == key(*id).as_bytes())
    };
    match words.first().map(Vec::as_slice) {
        Some(b"GET" | b"GETRANGE") => {
            let id = (0..10).find(is_asked).expect("the key of an id");
            let entry = entry::encode(&format!("{:?}", value(id)));
            let length = format!("${}\r\n", entry.len());
            [length.as_bytes(), &entry, b"\r\n"].concat()
        }
        Some(b"PING") => b"+PONG\r\n".to_vec(),
        Some(b"DEL") => b":0\r\n".to_vec(),
        _ => b"+OK\r\n".to_vec(),
    }
}

/// Every id twice; each call must give its own value, wherever it has it from.
#[track_caller]
fn each_gets_its_own(world: &World, redis: &RedisInstance, runs: &Cell<u32>, what: &str) {
    for id in [0, 1, 2, 2, 3, 1, 0] {
        let body = || {
            runs.set(runs.get() + 1);
            value(id)
        };
        assert_eq!(world.cached(redis, id, body), value(id), "{what}");
    }
}

#[test]
fn a_look_up_with_a_reply_of_another_type_ends_the_connection() {
    for stray in STRAYS {
        for when in [Stray::Ahead, Stray::Instead] {
            for world in World::all() {
                let what = format!("{stray:?} {when:?}, {world}");
                let (server, used) = server(stray, when);
                let redis = instance(server.port());
                let runs = Cell::new(0);
                let body = || {
                    runs.set(runs.get() + 1);
                    value(0)
                };
                let (first, seen) = events::warnings(|| world.cached(&redis, 0, body));
                assert_eq!((first, runs.get()), (value(0), 1), "{what}");
                let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
                let is_error = stray.starts_with('-');
                let class = if is_error { "server" } else { "protocol" };
                assert_eq!(classes, [class], "{what}");
                used.lock().expect("no panic").clear();

                let ((), seen) =
                    events::warnings(|| each_gets_its_own(&world, &redis, &runs, &what));
                assert_eq!((runs.get(), seen), (1, vec![]), "hits from now on: {what}");
                let used = used.lock().expect("no panic");
                assert!(
                    used.iter().all(|connection| *connection == 1),
                    "{what}: {used:?}"
                );
            }
        }
    }
}

/// Whatever was asked first: a later look-up never takes the reply of an earlier request.
#[test]
fn after_any_operation_with_a_stray_reply_each_call_gets_its_own_value() {
    type Operation = fn(&World, &RedisInstance);
    let operations: [(&str, Operation); 4] = [
        ("ping", |world, redis| drop(world.ping(redis))),
        ("delete", |world, redis| drop(world.delete(redis, &key(1)))),
        ("data", |world, redis| world.store(redis, "data", 1)),
        ("all", |world, redis| {
            world.store(redis, "data", 1);
            let _ = (world.ping(redis), world.delete(redis, &key(1)));
        }),
    ];
    for (name, operation) in operations {
        for stray in STRAYS {
            for when in [Stray::Ahead, Stray::Instead] {
                for world in World::all() {
                    let what = format!("{name}, {stray:?} {when:?}, {world}");
                    let (server, _) = server(stray, when);
                    let redis = instance(server.port());
                    operation(&world, &redis);
                    let runs = Cell::new(0);
                    each_gets_its_own(&world, &redis, &runs, &what);
                    assert!(runs.get() <= 1, "{what}: {} runs", runs.get());
                }
            }
        }
    }
}

/// A stray reply that a look-up may have is taken for a miss; the write finds out.
#[test]
fn a_stray_reply_that_looks_like_a_miss_costs_one_run() {
    for when in [Stray::Ahead, Stray::Instead] {
        for world in World::all() {
            let (server, _) = server("$0\r\n\r\n", when);
            let redis = instance(server.port());
            let runs = Cell::new(0);
            each_gets_its_own(&world, &redis, &runs, &format!("{when:?}, {world}"));
            assert_eq!(runs.get(), 1, "{when:?}, {world}");
        }
    }
}
