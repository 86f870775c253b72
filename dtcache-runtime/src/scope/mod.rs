//! A scope that changes what the cached calls inside of it do, without a change to the functions.

mod current;
mod scoped;

#[cfg(test)]
mod tests;

use crate::instance::{self, RedisInstance};

pub(crate) use current::current;
pub use scoped::Scoped;

/// A scope: cached calls inside of it bypass the cache, refresh it, only read it, or use another
/// instance. For tests, for a request that asks for fresh data, for warming a cache.
///
/// Setters combine, and of several modes the last one holds. In a scope inside of another, the
/// inner one's mode and instance go before the outer one's; what the inner one does not set stays
/// as it is outside.
///
/// A scope is entered by [`run`](Self::run) for sync code and by [`run_async`](Self::run_async)
/// for a future. It holds for cached calls of either kind, the attribute's and the builder's, that
/// are made on this thread or in this task. Threads and tasks that are started inside do not
/// inherit it.
///
/// Only cached calls look at scopes. [`cache_data`](crate::cache_data) and the methods of
/// [`RedisInstance`] do what they are asked to; an [`Entry`](crate::Entry) follows the instance of
/// a scope and not its mode.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance, Scope};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let price = |now: u32| cache_function("price").redis(&redis).call(|| now);
///
/// assert_eq!(price(1), 1);
/// assert_eq!(Scope::new().bypass().run(|| price(2)), 2); // the cache still holds 1
/// assert_eq!(price(3), 1);
/// assert_eq!(Scope::new().refresh().run(|| price(4)), 4); // and now 4
/// assert_eq!(price(5), 4);
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a scope does nothing before `run` or `run_async`"]
pub struct Scope {
    mode: Option<Mode>,
    redis: Option<RedisInstance>,
}

/// What cached calls do with the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Nothing.
    Bypass,
    /// Write, and not look up.
    Refresh,
    /// Look up, and not write.
    ReadOnly,
}

impl Scope {
    /// A scope that changes nothing yet.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// assert_eq!(dtcache::Scope::new().run(|| 6 * 7), 42);
    /// ```
    pub const fn new() -> Self {
        Self {
            mode: None,
            redis: None,
        }
    }

    /// Bodies run with no cache traffic: nothing is looked up, nothing is stored, arguments are not
    /// serialized. Counted as bypassed.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Scope};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").redis(&redis).call(|| 42);
    /// assert_eq!(Scope::new().bypass().run(answer), 42);
    /// assert_eq!(redis.stats().total().bypassed, 1);
    /// assert_eq!(redis.stats().total().stored, 0);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub const fn bypass(self) -> Self {
        self.with(Mode::Bypass)
    }

    /// Nothing is looked up: bodies run, and their results are stored over what is there, under
    /// the same conditions as ever (`cache_if`, only the `Ok` of a `Result`, no `null`); a result
    /// that is not stored leaves the old entry. Counted as bypassed, since there was no look-up,
    /// and as stored.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Scope};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let price = |now: u32| cache_function("price").redis(&redis).call(|| now);
    /// price(1);
    /// assert_eq!(Scope::new().refresh().run(|| price(2)), 2);
    /// assert_eq!(price(3), 2);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub const fn refresh(self) -> Self {
        self.with(Mode::Refresh)
    }

    /// Results are looked up as ever; after a miss the body runs and nothing is stored. Counted as
    /// hits and misses.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Scope};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").redis(&redis).call(|| 42);
    /// assert_eq!(Scope::new().read_only().run(answer), 42);
    /// assert_eq!(redis.entry("answer")?, None);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub const fn read_only(self) -> Self {
        self.with(Mode::ReadOnly)
    }

    /// Which instance cached calls use. It goes before the installed one, and before the one that a
    /// call names with `redis`.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Scope};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().host("redis.example.com"))?;
    /// let answer = || cache_function("answer").redis(&redis).call(|| 42);
    ///
    /// let test = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// Scope::new().redis(&test).run(|| assert_eq!((answer(), answer()), (42, 42)));
    /// assert_eq!(test.stats().total().hits, 1);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn redis(mut self, redis: &RedisInstance) -> Self {
        self.redis = Some(redis.clone());
        self
    }

    /// Runs `code` in this scope, which ends with it, also by a panic. A future that `code` returns
    /// is polled later, outside: for futures there is [`run_async`](Self::run_async).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Scope};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").call(|| 42);
    /// Scope::new().redis(&redis).run(answer);
    /// assert_eq!(redis.stats().total().stored, 1);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn run<T>(&self, code: impl FnOnce() -> T) -> T {
        let _entered = current::enter(self);
        code()
    }

    /// A future that does what `future` does, in this scope: the task has it wherever it is polled,
    /// and other tasks of the same thread do not.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{acache_function, RedisConfig, RedisInstance, Scope};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let price = async |now: u32| acache_function("price").redis(&redis).call_sync(|| now).await;
    /// price(1).await;
    /// assert_eq!(Scope::new().refresh().run_async(price(2)).await, 2);
    /// assert_eq!(price(3).await, 2);
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn run_async<F: Future>(&self, future: F) -> Scoped<F> {
        Scoped::new(self.clone(), future)
    }

    pub(crate) fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// The instance of a call: this scope's, else the call's own, else the installed one.
    pub(crate) fn instance<'s>(
        &'s self,
        own: Option<&'s RedisInstance>,
    ) -> Option<&'s RedisInstance> {
        self.redis
            .as_ref()
            .or(own)
            .or_else(|| instance::installed())
    }

    pub(crate) fn into_instance(self, own: Option<RedisInstance>) -> Option<RedisInstance> {
        let named = self.redis.or(own);
        named.or_else(|| instance::installed().cloned())
    }

    const fn with(mut self, mode: Mode) -> Self {
        self.mode = Some(mode);
        self
    }

    const fn changes_nothing(&self) -> bool {
        self.mode.is_none() && self.redis.is_none()
    }

    /// This scope inside of `outer`.
    fn inside(&self, outer: &Self) -> Self {
        Self {
            mode: self.mode.or(outer.mode),
            redis: self.redis.as_ref().or(outer.redis.as_ref()).cloned(),
        }
    }
}
