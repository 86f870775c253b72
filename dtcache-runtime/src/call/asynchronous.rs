//! The driver of an async call.

use std::any::{type_name, type_name_of_val};
use std::pin::{Pin, pin};
use std::time::Instant;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::{Always, AsyncCacheFunction, Condition};
use super::dressed::ToWrite;
use super::flight::Waited;
use super::lease::Try;
use super::made::{Run, Terms};
use super::outcome::{Fallible, Outcome, Plain};
use super::plan::Plan;
use super::step::{Lookup, Miss, Ready};
use crate::flight::{Begun, Load};
use crate::store::Lease;
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

async fn drive<O, F>(ready: Option<Ready<'_>>, outcome: O, body: Pin<&mut F>) -> O::Return
where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    // Behind a reference: taken out, it would be held twice.
    let Some(call) = &ready else {
        return body.await;
    };
    match look_up(call).await {
        Lookup::Hit(value) => O::join(value),
        Lookup::Miss(mut miss) => load(call, &mut miss, outcome, body).await,
    }
}

pub(super) async fn look_up<T: DeserializeOwned>(call: &Ready<'_>) -> Lookup<T> {
    if call.looks_only() {
        let turn = Turn::of(call.budget);
        let found = call.store().get_async(&call.key, turn).await;
        return Lookup::Miss(call.seen(found, turn));
    }
    if !call.looks_up() {
        return Lookup::Miss(call.unlooked());
    }
    let turn = Turn::of(call.budget);
    call.looked_up(call.store().get_async(&call.key, turn).await, turn)
}

/// After a look-up in vain.
// The outcome comes by value: a condition on the result need not be `Sync`.
pub(super) async fn load<O, F>(
    call: &Ready<'_>,
    miss: &mut Miss,
    outcome: O,
    mut body: Pin<&mut F>,
) -> O::Return
where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    let mut load = match call.begin(miss) {
        Begun::Load(load) => load,
        // Boxed, since it is rare: every cached function's future would hold the room for it.
        begun => match Box::pin(wait(call, begun, miss)).await {
            Ok(load) => load,
            Err(value) => return O::join(value),
        },
    };
    let (terms, lease) = if call.leases(miss) {
        match Box::pin(lease(call, miss, &mut load)).await {
            Ok(leased) => leased,
            Err(value) => return O::join(value),
        }
    } else {
        (Terms::Free, None)
    };
    let began = call.begins(terms, miss);
    let returned = match call.gives_way(miss) {
        None => load.led_async(body).await,
        Some((time, value)) => {
            let body = load.led_async(body.as_mut());
            let Ok(returned) = Box::pin(tokio::time::timeout(time, body)).await else {
                call.gave_way(miss);
                return O::join(value);
            };
            returned
        }
    };
    // The whole return is not alive across the write below: its error need not be `Send`.
    let value = match O::split(returned) {
        Ok(value) => value,
        Err(returned) => return call.instead(miss).map_or(returned, O::join),
    };
    let run = Run::ended(began, terms, miss);
    if let Some(write) = call.write(&outcome, &value, &run, miss, &mut load) {
        // Boxed as well: 800 bytes in the future of every cached function, for one in a miss.
        Box::pin(store(call, write, lease, run.turn, &mut load)).await;
    }
    O::join(value)
}

/// After a body: stores its result, which settles the lease that it ran under.
pub(super) async fn store(
    call: &Ready<'_>,
    write: ToWrite,
    lease: Option<Lease>,
    turn: Turn,
    load: &mut Load<'_>,
) {
    let store = call.store();
    match lease {
        None => {
            let bytes = write.entry.len();
            let written = store.set_async(&call.key, write.entry, write.millis, turn);
            call.written(bytes, written.await, load);
        }
        Some(lease) => {
            let sent = Instant::now();
            let settled = store.settle_async(lease, &write.entry, write.millis, turn);
            call.settled(&write, sent, settled.await, load);
        }
    }
}

/// The lease to run the body under; else, the value that makes it needless.
pub(super) async fn lease<T: DeserializeOwned>(
    call: &Ready<'_>,
    miss: &mut Miss,
    load: &mut Load<'_>,
) -> Result<(Terms, Option<Lease>), T> {
    let mut tries = call.tries(miss, load);
    let mut watch = None;
    loop {
        let turn = tries.turn();
        let acquired = call
            .store()
            .acquire_async(&call.key, tries.seen(), turn)
            .await;
        match call.tried(&mut tries, acquired, miss, load) {
            Try::Done(leasing) => return leasing.terms(miss),
            Try::Again => {}
            Try::Wait(time) => match &mut watch {
                // The lease may have ended before anybody listened, so there is another try first.
                None => match call.store().watch_lease(&call.key) {
                    Ok(mut watching) => {
                        watching.ready_async(time).await;
                        watch = Some(watching);
                    }
                    Err(error) => return call.unheard(&error).terms(miss),
                },
                Some(watch) => watch.wait_async(time).await,
            },
        }
    }
}

/// Whether to run the body; else, the value that makes it needless.
async fn wait<'c, T: DeserializeOwned>(
    call: &'c Ready<'_>,
    mut begun: Begun<'c>,
    miss: &mut Miss,
) -> Result<Load<'c>, T> {
    let mut looks_again = true;
    loop {
        let waited = match begun {
            Begun::Load(load) => return Ok(load),
            Begun::Follow(following) => {
                let deadline = call.patience(miss).into();
                // Who cannot wait with an end does not wait.
                let followed = if call.instance.can_time() {
                    tokio::time::timeout_at(deadline, following.wait())
                        .await
                        .ok()
                } else {
                    None
                };
                call.followed(followed, miss)
            }
            told => call.told(told, miss),
        };
        match waited {
            Waited::Value(value) => return Err(value),
            Waited::Load(load) => return Ok(load),
            Waited::LookAgain if looks_again => {
                looks_again = false;
                let turn = Turn::of(miss.left);
                let found = call.store().get_async(&call.key, turn).await;
                match call.looked_again(found, turn) {
                    Lookup::Hit(value) => return Err(value),
                    Lookup::Miss(again) => miss.again(again),
                }
            }
            Waited::LookAgain => return Ok(call.alone()),
        }
        begun = call.begin(miss);
    }
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
