//! A server that has become a replica: behind its address there may be another one by now.

use support::{RedisServer, events, port};

use crate::world::{World, ids, instance};

#[test]
fn a_connection_to_a_server_that_takes_no_writes_is_given_up() {
    for world in World::all() {
        let server = RedisServer::start();
        let redis = instance(server.port());
        assert_eq!(world.cached(&redis, 0, || 0), 0);
        let before = ids(&server);
        assert_eq!(before.len(), 1, "{world}");
        let nobody = port::free().to_string();
        server.raw::<()>(&["REPLICAOF", "127.0.0.1", &nobody]);
        assert_eq!(ids(&server), before, "the server itself cuts nothing");

        // Noticed by the write; the body's value comes back.
        let (value, seen) = events::warnings(|| world.cached(&redis, 1, || 1));
        assert_eq!(value, 1, "{world}");
        let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
        assert_eq!(classes, ["read-only"], "{world}");

        let unused = || unreachable!("a replica answers look-ups");
        assert_eq!(world.cached::<u32>(&redis, 0, unused), 0, "{world}");
        let after = ids(&server);
        let is_new = |id: &String| !before.contains(id);
        assert!(after.iter().any(is_new), "{world}: {before:?} {after:?}");
        support::wait::until("the old connection to close", || {
            ids(&server).iter().all(is_new)
        });

        server.raw::<()>(&["REPLICAOF", "NO", "ONE"]);
        let ((), seen) = events::warnings(|| {
            assert_eq!(world.cached(&redis, 1, || 11), 11, "{world}");
            assert_eq!(world.cached(&redis, 1, || 12), 11, "{world}: a hit");
        });
        assert_eq!(seen, [], "{world}");
    }
}

#[test]
fn cache_data_gives_it_up_as_well() {
    for world in World::all() {
        let server = RedisServer::start();
        let redis = instance(server.port());
        world.store(&redis, "data", 1);
        let before = ids(&server);
        server.raw::<()>(&["REPLICAOF", "127.0.0.1", &port::free().to_string()]);
        let ((), seen) = events::warnings(|| world.store(&redis, "data", 2));
        assert_eq!(seen.len(), 1, "{world}: {seen:?}");

        server.raw::<()>(&["REPLICAOF", "NO", "ONE"]);
        let ((), seen) = events::warnings(|| world.store(&redis, "data", 3));
        assert_eq!(seen, [], "{world}");
        support::wait::until("the old connection to close", || {
            ids(&server).iter().all(|id| !before.contains(id))
        });
    }
}
