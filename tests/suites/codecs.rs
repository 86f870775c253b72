//! Two codecs over one set of entries, against a real server: what is written shows which, and
//! reading knows either.

use dtcache::{
    Codec, RedisConfig, RedisInstance, acache_data, acache_function, cache_data, cache_function,
    cache_wrapper,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::oracle::Oracle;
use support::{RedisServer, entry};

/// The low four bits that open a compact entry, and no zlib stream.
const MAGIC: u8 = 0x07;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

fn john() -> User {
    let name = "John Doe".to_owned();
    User { id: 123, name }
}

fn start() -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let redis = instance(&server, Codec::Json);
    (server, redis)
}

fn instance(server: &RedisServer, codec: Codec) -> RedisInstance {
    let config = RedisConfig::new().url(server.url()).codec(codec);
    RedisInstance::new(config).expect("settings")
}

#[track_caller]
fn is_compact(server: &RedisServer, key: &str) -> bool {
    server.get(key).expect("an entry")[0] & 0x0f == MAGIC
}

mod json_side {
    use super::{RedisInstance, User, cache_wrapper};

    #[cache_wrapper(namespace = "user", redis = redis, skip = [redis, found], entry = user_entry)]
    pub(super) fn user(redis: &RedisInstance, id: u64, found: Option<User>) -> Option<User> {
        found
    }
}

mod compact_side {
    use super::{RedisInstance, User, cache_wrapper};

    #[cache_wrapper(
        namespace = "user", redis = redis, skip = [redis, found], entry = user_entry, codec = compact,
    )]
    pub(super) fn user(redis: &RedisInstance, id: u64, found: Option<User>) -> Option<User> {
        found
    }

    #[cache_wrapper(
        namespace = "user", redis = redis, skip = [redis, found], entry = later_entry, codec = compact,
    )]
    pub(super) async fn later(redis: &RedisInstance, id: u64, found: Option<User>) -> Option<User> {
        found
    }
}

#[test]
fn two_functions_share_entries_whatever_they_write() {
    let (server, redis) = start();
    let found = Some(john());

    assert_eq!(compact_side::user(&redis, 1, found.clone()), found);
    let key = compact_side::user_entry(&redis, 1)
        .key()
        .expect("a key")
        .to_owned();
    assert!(is_compact(&server, &key));
    assert_eq!(json_side::user(&redis, 1, None), found);
    assert_eq!(compact_side::user(&redis, 1, None), found);

    assert_eq!(json_side::user(&redis, 2, found.clone()), found);
    let key = json_side::user_entry(&redis, 2)
        .key()
        .expect("a key")
        .to_owned();
    assert!(!is_compact(&server, &key));
    assert_eq!(compact_side::user(&redis, 2, None), found);

    let counts = redis.stats().total();
    assert_eq!((counts.hits, counts.stored, counts.errors), (3, 2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_async_function_writes_as_it_is_told() {
    let (server, redis) = start();
    let found = Some(john());
    assert_eq!(compact_side::later(&redis, 1, found.clone()).await, found);
    assert_eq!(compact_side::later(&redis, 1, None).await, found);
    let entry = compact_side::later_entry(&redis, 1);
    assert!(is_compact(&server, entry.key().expect("a key")));
    entry.put(&Some(john())).await.expect("stored");
    assert!(is_compact(&server, entry.key().expect("a key")));
    assert_eq!(json_side::user_entry(&redis, 1).peek(), Ok(Some(found)));

    let call = || acache_function("built").redis(&redis);
    assert_eq!(call().codec(Codec::Compact).call(|| async { 1 }).await, 1);
    assert!(is_compact(&server, "built"));
    assert_eq!(call().call(|| async { 2 }).await, 1);
    acache_data(&instance(&server, Codec::Compact), "data", &1, None).await;
    assert!(is_compact(&server, "data"));
}

#[test]
fn a_companion_writes_as_its_function_does() {
    let (server, redis) = start();
    let entry = compact_side::user_entry(&redis, 1);
    let key = entry.key().expect("a key");
    assert_eq!(entry.put(&Some(john())), Ok(true));
    assert!(is_compact(&server, key));
    let other = json_side::user_entry(&redis, 1);
    assert_eq!(other.peek(), Ok(Some(Some(john()))));
    assert_eq!(other.put(&Some(john())), Ok(true));
    assert!(!is_compact(&server, key));
    // What is nothing is not stored, and what stood there goes.
    assert_eq!(entry.put(&None), Ok(false));
    assert_eq!(server.get(key), None);
}

#[test]
fn an_instance_changes_its_codec_without_a_flush() {
    let (server, json) = start();
    let compact = instance(&server, Codec::Compact);
    let call = |redis, key| cache_function(key).redis(redis);

    assert_eq!(call(&json, "a").call(john), john());
    assert_eq!(call(&compact, "b").call(john), john());
    assert!(!is_compact(&server, "a") && is_compact(&server, "b"));
    for redis in [&json, &compact] {
        for key in ["a", "b"] {
            let other = || User { id: 0, ..john() };
            assert_eq!(call(redis, key).call(other), john());
        }
    }

    // What the call says goes before what the instance says.
    call(&compact, "c").codec(Codec::Json).call(john);
    call(&json, "d").codec(Codec::Compact).call(john);
    assert!(!is_compact(&server, "c") && is_compact(&server, "d"));
    cache_data(&compact, "e", &john(), None);
    cache_data(&json, "f", &john(), None);
    assert!(is_compact(&server, "e") && !is_compact(&server, "f"));
    for redis in [json, compact] {
        assert_eq!(redis.stats().total().errors, 0);
    }
}

#[test]
fn by_default_python_reads_what_is_written_and_the_reverse() {
    let server = RedisServer::start();
    let config = RedisConfig::new().url(server.url());
    let redis = RedisInstance::new(config).expect("settings");
    cache_function("f").redis(&redis).call(john);
    let stored = server.get("f").expect("an entry");
    assert_eq!(
        entry::decode(&stored),
        json!({ "id": 123, "name": "John Doe" })
    );
    let mut oracle = Oracle::start();
    assert!(oracle.read(&[stored])[0].is_some());

    // A compact entry is a miss to it, and no other value.
    let compact = instance(&server, Codec::Compact);
    cache_function("g").redis(&compact).call(john);
    let found = oracle.read(&[server.get("g").expect("an entry")]);
    assert!(found[0].is_none());
}

#[test]
fn a_damaged_entry_is_a_miss_and_overwritten() {
    let (server, _) = start();
    let compact = instance(&server, Codec::Compact);
    let call = || cache_function("f").redis(&compact).call(john);
    call();
    let good = server.get("f").expect("an entry");
    let other_form = good[0] ^ 0x10;
    for (at, byte) in [(0, other_form), (3, !good[3]), (9, !good[9])] {
        let mut damaged = good.clone();
        damaged[at] = byte;
        server.set("f", &damaged);
        assert_eq!(call(), john());
        assert_eq!(server.get("f").as_ref(), Some(&good));
    }
    assert_eq!(compact.stats().total().errors, 3);
}

#[test]
fn what_json_cannot_carry_comes_back() {
    let (_server, redis) = start();
    let call = || cache_function("f").redis(&redis).codec(Codec::Compact);
    let value = || (f64::NAN.to_bits(), f64::NAN, Some(None::<u8>));
    call().call(value);
    let (bits, float, option) = call().call(|| (0, 0.0_f64, None::<Option<u8>>));
    assert_eq!((bits, option), (float.to_bits(), Some(None)));
    assert_eq!(redis.stats().total().hits, 1);
}
