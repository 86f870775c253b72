//! Cached calls with a sync body, and [`driver`], which waits for them.

mod driver;

use std::any::type_name_of_val;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::{Always, CacheFunction, Condition};
use super::outcome::{Fallible, Outcome, Plain};
use driver::drive;

impl<C> CacheFunction<'_, C> {
    /// Gives the cached result, or runs `body` and stores what it returns.
    ///
    /// A body that returns a `Result` goes to [`try_call`](Self::try_call); here it would run
    /// uncached, with an event.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let double = |n: u32| {
    ///     cache_function("double").redis(&redis).expire(60).arg("n", &n).call(|| n * 2)
    /// };
    /// assert_eq!((double(21), double(21)), (42, 42));
    /// assert_eq!(redis.stats().total().hits, 1);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn call<T>(self, body: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
        C: Condition<T>,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        drive(plan, &Plain::new().under(condition), body)
    }

    /// Gives the cached result, or runs `body` and stores its `Ok`; an `Err` is returned and not
    /// stored.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let parse = |text: &str| {
    ///     cache_function("parse").redis(&redis).arg("text", text).try_call(|| text.parse::<u32>())
    /// };
    /// assert_eq!(parse("7"), Ok(7));
    /// assert!(parse("seven").is_err());
    /// assert_eq!(redis.stats().total().stored, 1);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    #[expect(clippy::missing_errors_doc, reason = "the error is the body's")]
    pub fn try_call<T, E>(self, body: impl FnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        C: Condition<T>,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        drive(plan, &Fallible::new().under(condition), body)
    }
}

impl CacheFunction<'_, Always> {
    /// What generated code ends in.
    #[doc(hidden)]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "generated code makes it on the spot"
    )]
    pub fn run<O: Outcome>(self, outcome: O, body: impl FnOnce() -> O::Return) -> O::Return {
        let (plan, _) = self.into_parts(type_name_of_val(&body));
        drive(plan, &outcome, body)
    }
}
