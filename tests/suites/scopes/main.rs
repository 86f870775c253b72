//! Scopes: what each mode makes of cached calls, of which kind they may be, and who is inside.

mod instances;
mod modes;
mod nesting;
mod tasks;

use std::cell::Cell;

use dtcache::{RedisConfig, RedisInstance, Scope, acache_function, cache_function, cache_wrapper};
use serde::{Serialize, Serializer};
use support::RedisServer;
use tokio::runtime::{Builder, Runtime};

/// A cached function's argument that counts how often it is serialized.
pub(crate) struct Id<'a>(pub(crate) u32, &'a Cell<u32>);

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.1.set(self.1.get() + 1);
        to.serialize_u32(self.0)
    }
}

/// One store, and everything that a call needs.
pub(crate) struct Bench {
    pub(crate) redis: RedisInstance,
    /// `None` where the store is the embedded one.
    pub(crate) server: Option<RedisServer>,
    pub(crate) runtime: Runtime,
    pub(crate) serialized: Cell<u32>,
}

impl Bench {
    pub(crate) fn new(server: Option<RedisServer>) -> Self {
        let url = server
            .as_ref()
            .map_or("memory://".to_owned(), RedisServer::url);
        let runtime = Builder::new_current_thread().enable_all().build();
        Self {
            redis: instance(&url),
            server,
            runtime: runtime.expect("a runtime"),
            serialized: Cell::new(0),
        }
    }

    pub(crate) fn id(&self, id: u32) -> Id<'_> {
        Id(id, &self.serialized)
    }

    /// Hits, misses, bypassed and stored since the instance was made.
    pub(crate) fn counts(&self) -> (u64, u64, u64, u64) {
        counts(&self.redis)
    }

    /// How many keys the server was asked for; no such number where there is no server.
    pub(crate) fn look_ups(&self) -> u64 {
        self.server.as_ref().map_or(0, RedisServer::look_ups)
    }
}

pub(crate) fn instance(url: &str) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url)).expect("settings that are right")
}

pub(crate) fn counts(redis: &RedisInstance) -> (u64, u64, u64, u64) {
    let counts = redis.stats().total();
    assert_eq!(counts.errors, 0);
    (counts.hits, counts.misses, counts.bypassed, counts.stored)
}

/// A cached call in a scope, whose body gives `now`.
pub(crate) type Call = fn(&Bench, &Scope, u32, now: u32) -> u32;

/// Every kind of cached call.
pub(crate) const CALLS: [(&str, Call); 6] = [
    ("attribute", |bench, scope, id, now| {
        scope.run(|| plain(&bench.redis, &bench.id(id), now))
    }),
    ("builder", |bench, scope, id, now| {
        scope.run(|| {
            let call = cache_function("by hand").redis(&bench.redis);
            call.arg("id", &bench.id(id)).call(|| now)
        })
    }),
    ("async attribute", |bench, scope, id, now| {
        let id = bench.id(id);
        let call = asynchronous(&bench.redis, &id, now);
        let result = bench.runtime.block_on(scope.run_async(call));
        result.expect("the body never fails")
    }),
    ("async builder", |bench, scope, id, now| {
        let call = async {
            let call = acache_function("by hand").redis(&bench.redis);
            let call = call.arg("id", &bench.id(id));
            call.call(|| async { now }).await
        };
        bench.runtime.block_on(scope.run_async(call))
    }),
    ("sync inside async", |bench, scope, id, now| {
        let id = bench.id(id);
        let call = async {
            tokio::task::yield_now().await;
            plain(&bench.redis, &id, now)
        };
        bench.runtime.block_on(scope.run_async(call))
    }),
    ("sync body in async code", |bench, scope, id, now| {
        let call = async {
            let call = acache_function("by hand").redis(&bench.redis);
            let call = call.arg("id", &bench.id(id));
            call.call_sync(|| now).await
        };
        bench.runtime.block_on(scope.run_async(call))
    }),
];

#[cache_wrapper(namespace = "plain", redis = redis, skip = [redis, now], expire = 60)]
pub(crate) fn plain(redis: &RedisInstance, id: &Id<'_>, now: u32) -> u32 {
    let _ = id.0;
    now
}

#[cache_wrapper(namespace = "async", redis = redis, skip = [redis, now], expire = 60)]
pub(crate) async fn asynchronous(
    redis: &RedisInstance,
    id: &Id<'_>,
    now: u32,
) -> Result<u32, String> {
    tokio::task::yield_now().await;
    let _ = id.0;
    Ok(now)
}

/// Does the same with every kind of call, each on a server and on an embedded store of its own.
pub(crate) fn each(check: impl Fn(&Bench, &dyn Fn(&Scope, u32, u32) -> u32)) {
    for (name, call) in CALLS {
        for server in [None, Some(RedisServer::start())] {
            println!("{name}, server: {}", server.is_some());
            let bench = Bench::new(server);
            check(&bench, &|scope, id, now| call(&bench, scope, id, now));
        }
    }
}
