//! Caches the results of functions in Redis. The function keeps its signature, and no call to it
//! fails because of the cache.
//!
//! ```
//! use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Profile {
//!     id: u64,
//!     name: String,
//! }
//!
//! #[cache_wrapper(namespace = "user_data", expire = 3600)]
//! fn get_user_profile(user_id: u64) -> Profile {
//!     Profile { id: user_id, name: "John Doe".to_owned() } // the slow part
//! }
//!
//! // The embedded store. For a server: .host("localhost").port(6379), or .url("redis://…").
//! RedisInstance::new(RedisConfig::new().url("memory://"))?.install()?;
//!
//! get_user_profile(123); // runs the body and stores its result
//! get_user_profile(123); // reads it back
//! # assert_eq!(RedisInstance::global().unwrap().stats().total().hits, 1);
//! # Ok::<(), dtcache::Error>(())
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | the attribute and its arguments | [`cache_wrapper`] |
//! | where Redis is | [`RedisConfig`] |
//! | the global instance, lent connections, deleting, counters | [`RedisInstance`] |
//! | the same without the attribute | [`cache_function`], [`acache_function`] |
//! | the entry of one call: to look at it, to put a value there, to delete it | [`Entry`] |
//! | calls that bypass, refresh or only read the cache | [`Scope`] |
//! | how results are written | [`Codec`] |
//! | one value under a key of your own | [`cache_data`], [`acache_data`] |
//! | a health endpoint | [`is_redis_connected`], [`is_async_redis_connected`] |
//! | worked examples | [`guide::cookbook`] |
//! | where a name of the Python framework went | [`guide::from_python`] |
//! | keys and values, sharing with Python, failures, events | the README of the project |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `tls` | on | `rediss://` and [`ssl(true)`](RedisConfig::ssl), through rustls with the system's certificates |

#[doc(hidden)]
pub mod __private;
#[cfg(doc)]
pub mod guide;

/// Puts a cache before a function.
///
/// ```
/// use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
///
/// #[cache_wrapper(
///     namespace = "reports",
///     expire = "1d",
///     skip = [request_id],
///     only_for = [report_type in ["daily", "weekly"]],
/// )]
/// fn generate_report(report_type: &str, user_id: u64, request_id: &str) -> String {
///     format!("{report_type} report for {user_id}, made for {request_id}")
/// }
///
/// RedisInstance::new(RedisConfig::new().url("memory://"))?.install()?;
/// let first = generate_report("daily", 7, "request 1");
/// assert_eq!(generate_report("daily", 7, "request 2"), first); // not part of the key
///
/// let first = generate_report("yearly", 7, "request 3");
/// assert_ne!(generate_report("yearly", 7, "request 4"), first); // not cached
/// # Ok::<(), dtcache::Error>(())
/// ```
#[doc(inline)]
pub use dtcache_macros::cache_wrapper;

#[doc(inline)]
pub use dtcache_runtime::{
    Always, AsyncCacheFunction, AsyncEntry, AsyncRedisConnection, AsyncTarget, Asynchronous,
    Blocking, BlockingTarget, Breaker, By, CacheFunction, CachedCall, Codec, Condition, Counts,
    Entry, Error, ErrorKind, Expire, Flight, If, KeyPart, RedisConfig, RedisConnection,
    RedisInstance, Scope, Scoped, Stale, Stats, Status, TimeToLive, Write, acache_data,
    acache_function, cache_data, cache_function, is_async_redis_connected, is_redis_connected,
    unordered,
};

/// The Redis client that connections and clients handed out by [`RedisInstance`] are of.
#[doc(no_inline)]
pub use dtcache_runtime::redis;

/// The README's code runs as this package's documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
