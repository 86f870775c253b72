//! Entries that cannot be used, of which every type says why.

use std::collections::HashMap;

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use support::{RedisServer, entry};

use crate::everything::{self, User, runtime, user};
use crate::marks::VALUE;
use crate::said::Said;

#[derive(Clone, Serialize, Deserialize)]
enum Role {
    Admin,
}

/// Quotes what it finds.
#[derive(Clone, Serialize)]
struct Fussy(String);

impl<'de> Deserialize<'de> for Fussy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = serde_json::Value::deserialize(deserializer)?;
        Err(D::Error::custom(format!("{found} will not do")))
    }
}

/// Entries by any codec, whole and damaged.
fn entries() -> Vec<Vec<u8>> {
    let texts = [
        format!("{VALUE:?}"),
        format!("[{VALUE:?}]"),
        format!("{{{VALUE:?}: 1}}"),
        format!("{{\"id\": {VALUE:?}, \"name\": 7}}"),
        format!("{{\"id\": 7, \"name\": [{VALUE:?}]}}"),
        format!("{{\"id\": 7, \"name\": \"x\", {VALUE:?}: 1}}"),
        format!("{{\"id\": 7, \"name\": {VALUE:?}"),
        format!("{VALUE} is no JSON"),
        format!("{VALUE:?} {VALUE:?}"),
        "null".to_owned(),
    ];
    let mut entries: Vec<_> = texts.iter().map(|text| entry::encode(text)).collect();
    entries.extend(texts.map(String::into_bytes));
    let whole = compact();
    let mut flipped = whole.clone();
    *flipped.last_mut().expect("not empty") ^= 1;
    entries.extend([whole[..whole.len() - 1].to_vec(), flipped, whole]);
    // More than is read.
    entries.push(VALUE.repeat(1000).into_bytes());
    entries.push(entry::encode(&format!("{:?}", VALUE.repeat(1000))));
    entries
}

/// A user as the compact codec writes it.
fn compact() -> Vec<u8> {
    let redis = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    cache_function("user")
        .redis(&redis)
        .codec(dtcache::Codec::Compact)
        .call(user);
    let entry = redis.entry("user").expect("it is there");
    entry.expect("it was stored")
}

/// Calls and looks for an entry of this type under the key.
fn look<T>(said: &mut Said, redis: &RedisInstance, body: impl Fn() -> T)
where
    T: Clone + Serialize + DeserializeOwned,
{
    // An expiry of zero stores nothing: the same entry is there for the next one.
    cache_function("entry").redis(redis).expire(0).call(&body);
    said.maybe(cache_function("entry").redis(redis).entry::<T>().peek());
    runtime().block_on(async {
        let call = || acache_function("entry").redis(redis).expire(0);
        call().call_sync(&body).await;
        said.maybe(call().entry::<T>().peek().await);
    });
}

pub(crate) fn cannot_be_used(said: &mut Said) {
    let server = RedisServer::start();
    let config = RedisConfig::new().url(server.url());
    let redis = everything::instance(config.max_value_size(2000).max_decoded_size(2000));
    let mut look_at_it = || {
        look(said, &redis, user);
        look(said, &redis, || 7_u32);
        look(said, &redis, || vec![7_u32]);
        look(said, &redis, || HashMap::from([(7_u32, 7_u32)]));
        look(said, &redis, || Role::Admin);
        look(said, &redis, || Fussy(VALUE.to_owned()));
        look(said, &redis, || Some(vec![user()]));
        look::<User>(said, &redis, user);
    };
    for entry in entries() {
        server.set("entry", &entry);
        look_at_it();
    }
    for command in [
        ["RPUSH", "entry", VALUE].as_slice(),
        &["SADD", "entry", VALUE],
        &["HSET", "entry", VALUE, VALUE],
    ] {
        server.raw::<()>(&["DEL", "entry"]);
        server.raw::<()>(command);
        look_at_it();
    }
    said.instance(&redis);
}
