//! Calls whose body is owned, and so may run on without its caller.

use std::any::{type_name, type_name_of_val};
use std::borrow::Cow;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tracing::instrument::WithSubscriber as _;

use super::asynchronous::{lease, load, look_up, ready, store};
use super::builder::{Always, AsyncCacheFunction, Condition};
use super::made::{Run, Terms};
use super::outcome::{Fallible, Outcome, Plain};
use super::step::{Lookup, Miss, Ready, Spare};
use crate::flight::Begun;
use crate::scope::Mode;

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

async fn drive<O, F>(ready: Option<Ready<'_>>, outcome: O, body: F) -> O::Return
where
    O: Outcome + Send + 'static,
    O::Stored: Send + 'static,
    F: Future<Output = O::Return> + Send + 'static,
{
    let Some(call) = ready else {
        return body.await;
    };
    let mut miss = match look_up(&call).await {
        Lookup::Hit(value) => return O::join(value),
        Lookup::Miss(miss) => miss,
    };
    if miss.spare == Spare::Stale
        && call.mode != Some(Mode::ReadOnly)
        && let Ok(runtime) = Handle::try_current()
        && let Some(behind) = call.behind()
        && let Some(value) = call.spared(&miss)
    {
        if let Behind::Place(place) = behind {
            // Until it has gone well, and so that nobody takes a second place for it.
            call.rests();
            let task = refresh(call.into_owned(), miss, outcome, body, place);
            runtime.spawn(task.with_current_subscriber());
        }
        return O::join(value);
    }
    load(&call, &mut miss, outcome, pin!(body)).await
}

/// How a body may run behind its call.
enum Behind {
    /// Somebody else runs one.
    UnderWay,
    Place(OwnedSemaphorePermit),
}

impl Ready<'_> {
    /// `None` where there are too many.
    fn behind(&self) -> Option<Behind> {
        let rests = self.instance.retries().rests(&self.key, Instant::now());
        if rests || self.instance.flights().is_under_way(&self.key) {
            return Some(Behind::UnderWay);
        }
        let places = Arc::clone(self.instance.refreshes());
        places.try_acquire_owned().ok().map(Behind::Place)
    }

    fn into_owned(self) -> Ready<'static> {
        Ready {
            namespace: Cow::Owned(self.namespace.into_owned()),
            ..self
        }
    }
}

/// The body, behind the call.
async fn refresh<O, F>(
    call: Ready<'static>,
    mut miss: Miss,
    outcome: O,
    body: F,
    _place: OwnedSemaphorePermit,
) where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    let Begun::Load(mut load) = call.begin_unless(&miss) else {
        return;
    };
    // Until it has gone well: an `Err`, a panic or the end of the runtime have it left alone.
    call.rests();
    let (terms, lease) = if call.leases(&miss) {
        match lease::<O::Stored>(&call, &mut miss, &mut load).await {
            Ok(leased @ (Terms::Leased, _)) => leased,
            // Somebody else's result is there, or is going to be, or nothing can be stored.
            _ => return,
        }
    } else {
        (Terms::Free, None)
    };
    let began = call.begins(terms, &miss);
    let Ok(value) = O::split(load.led_async(pin!(body)).await) else {
        return;
    };
    let run = Run::ended(began, terms, &miss);
    if let Some(write) = call.write(&outcome, &value, &run, &miss, &mut load) {
        store(&call, write, lease, run.turn, &mut load).await;
    }
}
