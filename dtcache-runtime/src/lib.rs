//! The engine of `dtcache`: keys, values, stores and the cached call.
//!
//! Depend on `dtcache`, which re-exports this together with the attribute.

// Nothing that a user, a server or a stored byte does may end in a panic.
#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod breaker;
mod call;
mod caught;
mod codec;
mod config;
mod connection;
mod data;
mod entry;
mod error;
mod event;
mod flight;
mod health;
mod instance;
mod key;
mod lend;
mod owner;
mod policy;
mod scope;
mod stats;
mod store;
mod turn;

#[doc(hidden)]
pub mod __private;
#[doc(hidden)]
pub mod measured;

pub use breaker::{Breaker, Status};
pub use call::{
    Always, AsyncCacheFunction, Asynchronous, Blocking, By, CacheFunction, CachedCall, Condition,
    If, Write, acache_function, cache_function,
};
pub use codec::Codec;
pub use config::RedisConfig;
pub use data::{AsyncTarget, BlockingTarget, acache_data, cache_data};
pub use entry::{AsyncEntry, Entry};
pub use error::{Error, ErrorKind};
pub use health::{is_async_redis_connected, is_redis_connected};
pub use instance::RedisInstance;
pub use key::{KeyPart, unordered};
pub use lend::{AsyncRedisConnection, RedisConnection};
pub use policy::{Expire, Flight, Stale};
pub use redis;
pub use scope::{Scope, Scoped};
pub use stats::{Counts, Stats};
pub use store::TimeToLive;
