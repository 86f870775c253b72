//! Calls whose body is owned, and so may run on without its caller, and their [`driver`].

mod driver;

use std::any::{type_name, type_name_of_val};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::asynchronous::ready;
use super::builder::{Always, AsyncCacheFunction, Condition};
use super::outcome::{Fallible, Outcome, Plain};
use driver::drive;

impl<C> AsyncCacheFunction<'_, C> {
    /// How long the body may take before a [stale](Self::stale) value goes before it: when that time is
    /// over the body is dropped, the stale value served, and the body left alone for a while, as after an
    /// `Err`. Where there is no stale value the body has the time it takes.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance, Stale};
    /// use std::time::{Duration, Instant};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let rate = acache_function("rate")
    ///     .redis(&redis)
    ///     .expire(60)
    ///     .stale(Stale::within(Duration::from_secs(3600)))
    ///     .body_timeout(Duration::from_secs(1))
    ///     .call(|| async { 97 })
    ///     .await;
    /// assert_eq!(rate, 97);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn body_timeout(mut self, time: Duration) -> Self {
        self.plan.policy.body_timeout = Some(time);
        self
    }

    #[doc(hidden)]
    pub fn body_timeout_millis(self, millis: u64) -> Self {
        self.body_timeout(Duration::from_millis(millis))
    }

    /// As [`call`](Self::call), and a [stale](Self::stale) value is served at once while the body runs in
    /// the background, in a task of the current Tokio runtime. At most 64 do at a time in an instance;
    /// beyond, and outside of a runtime, the caller waits for its body. A runtime that ends takes them
    /// with it.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance, Stale};
    /// use std::time::{Duration, Instant};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let rate = acache_function("rate")
    ///     .redis(&redis)
    ///     .expire(60)
    ///     .stale(Stale::within(Duration::from_secs(3600)))
    ///     .call_detached(|| async { 97 })
    ///     .await;
    /// assert_eq!(rate, 97);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn call_detached<T, F>(self, body: impl FnOnce() -> F) -> T
    where
        F: Future<Output = T> + Send + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        C: Condition<T> + Send + 'static,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        let outcome = Plain::new().under(condition);
        drive(ready(plan, &outcome), outcome, body()).await
    }

    /// As [`call_detached`](Self::call_detached) for a body that gives a `Result`, of which `Ok` is
    /// stored.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let rate = acache_function("rate").redis(&redis).expire(60);
    /// assert_eq!(rate.try_call_detached(|| async { "97".parse::<u32>() }).await, Ok(97));
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    #[expect(clippy::missing_errors_doc, reason = "the error is the body's")]
    pub async fn try_call_detached<T, E, F>(self, body: impl FnOnce() -> F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        E: 'static,
        C: Condition<T> + Send + 'static,
    {
        let (plan, condition) = self.into_parts(type_name_of_val(&body));
        let outcome = Fallible::new().under(condition);
        drive(ready(plan, &outcome), outcome, body()).await
    }
}

impl AsyncCacheFunction<'_, Always> {
    /// What generated code ends in where a stale value is served at once.
    #[doc(hidden)]
    pub fn run_detached<O, F>(self, outcome: O, body: F) -> impl Future<Output = O::Return>
    where
        O: Outcome + Send + 'static,
        O::Stored: Send + 'static,
        F: Future<Output = O::Return> + Send + 'static,
    {
        let (plan, _) = self.into_parts(type_name::<F>());
        drive(plan.ready::<O>(), outcome, body)
    }

    /// The same in a future that was made when the function was called, and is polled elsewhere.
    #[doc(hidden)]
    pub fn run_later_detached<O, F>(self, outcome: O, body: F) -> impl Future<Output = O::Return>
    where
        O: Outcome + Send + 'static,
        O::Stored: Send + 'static,
        F: Future<Output = O::Return> + Send + 'static,
    {
        let (plan, _) = self.into_parts(type_name::<F>());
        drive(plan.ready_later::<O>(), outcome, body)
    }
}
