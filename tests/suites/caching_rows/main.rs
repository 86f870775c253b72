//! The seed's caching functions with each of their parameters, against a real server. Each test
//! bears the name of its row.

mod asynchronous;
mod attribute;
mod blocking;
mod data;

use dtcache::{RedisConfig, RedisInstance};
use support::{RedisServer, entry};

fn start() -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    (server, redis)
}

/// The entry under `key`, which expires in `expire` seconds (`None`: never).
#[track_caller]
fn holds(server: &RedisServer, key: &str, expire: Option<i64>, value: &serde_json::Value) {
    let stored = server
        .get(key)
        .unwrap_or_else(|| panic!("{key} among {:?}", server.keys()));
    assert_eq!(entry::decode(&stored), *value);
    match expire {
        None => assert_eq!(server.pttl(key), -1),
        Some(seconds) => {
            let left = server.pttl(key);
            assert!(
                left > (seconds - 20) * 1000 && left <= seconds * 1000,
                "{key}: {left} ms"
            );
        }
    }
}
