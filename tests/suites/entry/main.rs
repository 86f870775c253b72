//! The handle on one entry: each of its methods in both worlds, on a server and embedded.

mod calls;
mod faults;
mod methods;

use dtcache::{
    AsyncEntry, Entry, Error, Expire, RedisConfig, RedisInstance, TimeToLive, acache_function,
    cache_function,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::RedisServer;
use tokio::runtime::{Builder, Runtime};

/// The methods of a handle, whichever world it is of.
pub(crate) trait Handle<T> {
    fn key(&self) -> Result<&str, Error>;
    fn peek(&self) -> Result<Option<T>, Error>;
    fn put(&self, value: &T) -> Result<bool, Error>;
    fn invalidate(&self) -> Result<bool, Error>;
    fn ttl(&self) -> Result<TimeToLive, Error>;
}

impl<T: Serialize + DeserializeOwned> Handle<T> for Entry<T> {
    fn key(&self) -> Result<&str, Error> {
        self.key()
    }
    fn peek(&self) -> Result<Option<T>, Error> {
        self.peek()
    }
    fn put(&self, value: &T) -> Result<bool, Error> {
        self.put(value)
    }
    fn invalidate(&self) -> Result<bool, Error> {
        self.invalidate()
    }
    fn ttl(&self) -> Result<TimeToLive, Error> {
        self.ttl()
    }
}

/// An async handle with what drives it.
struct Driven<T>(AsyncEntry<T>, Runtime);

impl<T: Serialize + DeserializeOwned> Handle<T> for Driven<T> {
    fn key(&self) -> Result<&str, Error> {
        self.0.key()
    }
    fn peek(&self) -> Result<Option<T>, Error> {
        self.1.block_on(self.0.peek())
    }
    fn put(&self, value: &T) -> Result<bool, Error> {
        self.1.block_on(self.0.put(value))
    }
    fn invalidate(&self) -> Result<bool, Error> {
        self.1.block_on(self.0.invalidate())
    }
    fn ttl(&self) -> Result<TimeToLive, Error> {
        self.1.block_on(self.0.ttl())
    }
}

/// One store, and handles of one world on entries in it.
pub(crate) struct Case {
    pub(crate) redis: RedisInstance,
    /// `None` where the store is the embedded one.
    pub(crate) server: Option<RedisServer>,
    is_async: bool,
}

impl Case {
    /// The handle on `namespace` and `id` of a function whose results expire.
    pub(crate) fn entry<T>(&self, namespace: &str, id: u32, expire: Expire) -> Box<dyn Handle<T>>
    where
        T: Serialize + DeserializeOwned + 'static,
    {
        if self.is_async {
            let call = acache_function(namespace).redis(&self.redis);
            let entry = call.expire(expire).arg("id", &id).entry();
            Box::new(Driven(entry, runtime()))
        } else {
            let call = cache_function(namespace).redis(&self.redis);
            Box::new(call.expire(expire).arg("id", &id).entry())
        }
    }

    /// Puts bytes there as somebody else would, where there is a server.
    pub(crate) fn foreign(&self, key: &str, bytes: &[u8]) -> bool {
        if let Some(server) = &self.server {
            server.set(key, bytes);
        }
        self.server.is_some()
    }
}

pub(crate) fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime")
}

pub(crate) fn instance(url: &str) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url)).expect("settings that are right")
}

/// Does the same in both worlds, on a server and on an embedded store of its own.
pub(crate) fn each(check: impl Fn(&Case)) {
    for is_async in [false, true] {
        for server in [None, Some(RedisServer::start())] {
            println!("async: {is_async}, server: {}", server.is_some());
            let url = server
                .as_ref()
                .map_or("memory://".to_owned(), RedisServer::url);
            check(&Case {
                redis: instance(&url),
                server,
                is_async,
            });
        }
    }
}
