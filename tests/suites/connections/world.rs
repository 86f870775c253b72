//! Where a call is made: on a plain thread or in a Tokio runtime, by the same words.

use std::fmt;
use std::time::Duration;

use dtcache::{
    Error, RedisConfig, RedisInstance, acache_data, acache_function, cache_data, cache_function,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::RedisServer;
use tokio::runtime::{Builder, Runtime};

/// A thread without a runtime, or a runtime whose tasks the calling thread polls.
pub(crate) enum World {
    Thread,
    Runtime(&'static str, Runtime),
}

impl World {
    pub(crate) fn all() -> [Self; 3] {
        let one = Builder::new_current_thread().enable_all().build();
        [
            Self::Thread,
            Self::Runtime("a current-thread runtime", one.expect("a runtime")),
            Self::Runtime("a multi-thread runtime", runtime()),
        ]
    }

    /// A cached call of its own key for each `id`.
    pub(crate) fn cached<T>(&self, redis: &RedisInstance, id: u32, body: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
    {
        match self {
            Self::Thread => {
                let call = cache_function("call").redis(redis).expire(60);
                call.arg("id", &id).call(body)
            }
            Self::Runtime(_, runtime) => {
                let call = acache_function("call").redis(redis).expire(60);
                runtime.block_on(call.arg("id", &id).call_sync(body))
            }
        }
    }

    pub(crate) fn store(&self, redis: &RedisInstance, key: &str, value: u32) {
        match self {
            Self::Thread => cache_data(redis, key, &value, 60),
            Self::Runtime(_, runtime) => runtime.block_on(acache_data(redis, key, &value, 60)),
        };
    }

    pub(crate) fn delete(&self, redis: &RedisInstance, key: &str) -> Result<bool, Error> {
        match self {
            Self::Thread => redis.delete(key),
            Self::Runtime(_, runtime) => runtime.block_on(redis.delete_async(key)),
        }
    }

    pub(crate) fn ping(&self, redis: &RedisInstance) -> Result<(), Error> {
        match self {
            Self::Thread => redis.ping(),
            Self::Runtime(_, runtime) => runtime.block_on(redis.ping_async()),
        }
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread => "a thread",
            Self::Runtime(name, _) => name,
        })
    }
}

/// The key that [`World::cached`] uses.
pub(crate) fn key(id: u32) -> String {
    let key = cache_function("call").arg("id", &id).key();
    key.expect("a number is part of a key")
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

pub(crate) fn config(port: u16) -> RedisConfig {
    RedisConfig::new().host("127.0.0.1").port(port)
}

pub(crate) fn instance(port: u16) -> RedisInstance {
    made(config(port))
}

pub(crate) fn made(config: RedisConfig) -> RedisInstance {
    RedisInstance::new(config).expect("settings that are right")
}

/// An instance without a server.
pub(crate) fn embedded() -> RedisInstance {
    made(RedisConfig::new().url("memory://"))
}

/// An instance with these two time-outs, in milliseconds.
pub(crate) fn impatient(port: u16, connect: u64, socket: u64) -> RedisConfig {
    config(port)
        .connect_timeout(Duration::from_millis(connect))
        .socket_timeout(Duration::from_millis(socket))
}

/// The server's own numbers of the connections to it.
pub(crate) fn ids(server: &RedisServer) -> Vec<String> {
    let clients = server.clients();
    let id = |client: &support::server::Client| client.field("id").to_owned();
    clients.iter().map(id).collect()
}
