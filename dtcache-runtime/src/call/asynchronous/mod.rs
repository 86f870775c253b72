//! Cached calls with an async body, and [`driver`], which waits for them.

pub(super) mod driver;
#[cfg(test)]
mod tests;

use std::any::{type_name, type_name_of_val};
use std::pin::{Pin, pin};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::{Always, AsyncCacheFunction, Condition};
use super::outcome::{Fallible, Outcome, Plain};
use super::plan::Plan;
use super::step::Ready;
use driver::drive;

impl<C> AsyncCacheFunction<'_, C> {
    /// Gives the cached result, or runs the future that `body` makes and stores its output.
    ///
    /// A body that gives a `Result` goes to [`try_call`](Self::try_call); here it would run
    /// uncached, with an event.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let user_id = 123;
    /// let name = acache_function("api:user")
    ///     .redis(&redis)
    ///     .expire(1800)
    ///     .arg("user_id", &user_id)
    ///     .call(|| async { format!("User {user_id}") })
    ///     .await;
    /// assert_eq!(name, "User 123");
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn call<T, F>(self, body: impl FnOnce() -> F) -> T
    where
        F: Future<Output = T>,
        T: Serialize + DeserializeOwned,
        C: Condition<T>,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        let outcome = Plain::new().under(condition);
        drive(ready(plan, &outcome), outcome, pin!(body())).await
    }

    /// Gives the cached result, or runs the future that `body` makes and stores its `Ok`; an `Err`
    /// is returned and not stored.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let parsed = acache_function("parse")
    ///     .redis(&redis)
    ///     .arg("text", "seven")
    ///     .try_call(|| async { "seven".parse::<u32>() })
    ///     .await;
    /// assert!(parsed.is_err());
    /// assert_eq!(redis.stats().total().stored, 0);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    #[expect(clippy::missing_errors_doc, reason = "the error is the body's")]
    pub async fn try_call<T, E, F>(self, body: impl FnOnce() -> F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
        T: Serialize + DeserializeOwned,
        C: Condition<T>,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        let outcome = Fallible::new().under(condition);
        drive(ready(plan, &outcome), outcome, pin!(body())).await
    }

    /// As [`call`](Self::call) for a body that does not wait: a sync function cached in async
    /// code, which never blocks on Redis.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let data = [1.0, 2.0, 3.0];
    /// let mean = acache_function("stats")
    ///     .redis(&redis)
    ///     .expire(1200)
    ///     .arg("data", &data)
    ///     .call_sync(|| data.iter().sum::<f64>() / 3.0)
    ///     .await;
    /// assert_eq!(mean, 2.0);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn call_sync<T>(self, body: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
        C: Condition<T>,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        let outcome = Plain::new().under(condition);
        drive(ready(plan, &outcome), outcome, pin!(async { body() })).await
    }

    /// As [`try_call`](Self::try_call) for a body that does not wait.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let parsed = acache_function("parse")
    ///     .redis(&redis)
    ///     .arg("text", "7")
    ///     .try_call_sync(|| "7".parse::<u32>())
    ///     .await;
    /// assert_eq!(parsed, Ok(7));
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    #[expect(clippy::missing_errors_doc, reason = "the error is the body's")]
    pub async fn try_call_sync<T, E>(self, body: impl FnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        C: Condition<T>,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        let outcome = Fallible::new().under(condition);
        drive(ready(plan, &outcome), outcome, pin!(async { body() })).await
    }
}

impl AsyncCacheFunction<'_, Always> {
    /// What generated code ends in. The body comes pinned in the caller's own future, so that
    /// future holds it once; of the call it holds what is left when the key is made.
    #[doc(hidden)]
    pub fn run<O, F>(self, outcome: O, body: Pin<&mut F>) -> impl Future<Output = O::Return>
    where
        O: Outcome,
        F: Future<Output = O::Return>,
    {
        let (plan, _) = self.into_parts(type_name::<F>());
        drive(plan.ready::<O>(), outcome, body)
    }

    /// The same in a future that was made when the function was called, and is polled elsewhere.
    #[doc(hidden)]
    pub fn run_later<O, F>(self, outcome: O, body: Pin<&mut F>) -> impl Future<Output = O::Return>
    where
        O: Outcome,
        F: Future<Output = O::Return>,
    {
        let (plan, _) = self.into_parts(type_name::<F>());
        drive(plan.ready_later::<O>(), outcome, body)
    }
}

/// The call, once it is polled.
pub(super) fn ready<'a, O: Outcome>(plan: Plan<'a>, _: &O) -> Option<Ready<'a>> {
    plan.ready_later::<O>()
}
