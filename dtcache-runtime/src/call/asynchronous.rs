//! The driver of an async call.

use std::any::{type_name, type_name_of_val};
use std::pin::{Pin, pin};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::{Always, AsyncCacheFunction, Condition};
use super::outcome::{Fallible, Outcome, Plain};
use super::plan::Plan;
use super::step::{Lookup, Ready};
use crate::turn::Turn;

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

// The outcome comes by value: a condition on the result need not be `Sync`.
pub(super) async fn drive<O, F>(
    ready: Option<Ready<'_>>,
    outcome: O,
    body: Pin<&mut F>,
) -> O::Return
where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    let Some(call) = ready else {
        return body.await;
    };
    let mut left = call.budget;
    if call.looks_up() {
        let turn = Turn::of(left);
        match call.looked_up(call.store().get_async(&call.key, turn).await) {
            Lookup::Hit(value) => return O::join(value),
            Lookup::Unavailable => return body.await,
            Lookup::Miss => left = turn.left(),
        }
    }
    // The whole return is not alive across the write below: its error need not be `Send`.
    let value = match O::split(body.await) {
        Ok(value) => value,
        Err(returned) => return returned,
    };
    let turn = Turn::of(left);
    // A statement of its own: in the condition of `if let`, the borrows would last to its end.
    let write = call.write(&outcome, &value, turn);
    if let Some(write) = write {
        let bytes = write.entry.len();
        let written = call
            .store()
            .set_async(&call.key, write.entry, write.millis, turn)
            .await;
        call.written(bytes, written);
    }
    O::join(value)
}

/// The call, once it is polled.
pub(super) fn ready<'a, O: Outcome>(plan: Plan<'a>, _: &O) -> Option<Ready<'a>> {
    plan.ready_later::<O>()
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::rc::Rc;

    use super::*;
    use crate::call::acache_function;

    fn assert_send<F: Future + Send>(_: F) {}

    #[test]
    fn the_future_is_send_although_the_error_is_not() {
        type NotSend = Rc<()>;
        let body = || async { Ok::<_, NotSend>(1) };
        assert_send(acache_function("n").try_call(body));
    }

    #[test]
    fn the_future_is_send_although_the_condition_is_not_sync() {
        let seen = std::cell::Cell::new(0);
        let call = acache_function("n").cache_if(move |value: &u32| seen.replace(*value) == 0);
        assert_send(call.call(|| async { 1 }));
    }

    #[test]
    fn the_future_holds_the_body_once() {
        let body = || async {
            let state = [1_u8; 4096];
            tokio::task::yield_now().await;
            state.iter().map(|byte| u32::from(*byte)).sum::<u32>()
        };
        let alone = size_of_val(&body());
        let cached = async {
            let body = pin!(body());
            acache_function("n").run(Plain::<u32>::new(), body).await
        };
        assert!(
            size_of_val(&cached) < alone + alone / 2,
            "{}",
            size_of_val(&cached)
        );
    }
}
