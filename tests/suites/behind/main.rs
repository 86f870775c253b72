//! Writes in the background: the call does not wait for them, and nothing else is different.

mod away;
mod bounds;
mod calls;
mod held;
mod order;
mod threads;

use std::fmt;
use std::time::Duration;

use dtcache::{Counts, RedisConfig, RedisInstance, Scope, Write, acache_function, cache_function};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::wait;
use tokio::runtime::{Builder, Runtime};

/// Where a call is made: on a plain thread or in a Tokio runtime.
pub(crate) enum World {
    Thread,
    Runtime(Runtime),
}

impl World {
    pub(crate) fn both() -> [Self; 2] {
        [Self::Thread, Self::Runtime(runtime())]
    }

    /// A call that is written in the background, of its own key for each `id`.
    pub(crate) fn cached<T>(&self, redis: &RedisInstance, id: u32, value: T) -> T
    where
        T: Serialize + DeserializeOwned,
    {
        match self {
            Self::Thread => {
                let call = cache_function("call").redis(redis).expire(60);
                call.write(Write::Background)
                    .arg("id", &id)
                    .call(move || value)
            }
            Self::Runtime(runtime) => {
                let call = acache_function("call").redis(redis).expire(60);
                let call = call.write(Write::Background).arg("id", &id);
                runtime.block_on(call.call_sync(move || value))
            }
        }
    }

    /// The same without a look-up.
    pub(crate) fn refreshed<T>(&self, redis: &RedisInstance, id: u32, value: T) -> T
    where
        T: Serialize + DeserializeOwned,
    {
        Scope::new().refresh().run(|| self.cached(redis, id, value))
    }

    /// What `future` gives, which is not polled on a plain thread.
    pub(crate) fn or<T>(&self, blocking: impl FnOnce() -> T, future: impl Future<Output = T>) -> T {
        match self {
            Self::Thread => blocking(),
            Self::Runtime(runtime) => runtime.block_on(future),
        }
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread => "a thread",
            Self::Runtime(_) => "a runtime",
        })
    }
}

pub(crate) fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime")
}

/// The key that [`World::cached`] uses.
pub(crate) fn key(id: u32) -> String {
    let key = cache_function("call").arg("id", &id).key();
    key.expect("a number is part of a key")
}

/// An instance with this `socket_timeout`.
pub(crate) fn instance(port: u16, socket_timeout: Duration) -> RedisInstance {
    let config = RedisConfig::new().host("127.0.0.1").port(port);
    // Calls wait as long as it takes, where they are to wait.
    let config = config.socket_timeout(socket_timeout).budget(socket_timeout);
    RedisInstance::new(config).expect("settings that are right")
}

/// Waits until no write is on its way, and gives the counts.
#[track_caller]
pub(crate) fn settled(redis: &RedisInstance) -> Counts {
    wait::until("every write to be done or dropped", || {
        redis.stats().total().pending == 0
    });
    redis.stats().total()
}
