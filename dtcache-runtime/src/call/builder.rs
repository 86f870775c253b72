//! The builder behind every cached call: the attribute expands to it, and it can be used by hand.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use super::condition::Truth;
use super::plan::Plan;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::instance::RedisInstance;
use crate::key::{KeyPart, KeyReceiver};
use crate::policy::{Expire, Lasting};

/// A sync cached call in the making; see [`cache_function`].
pub type CacheFunction<'a, C = Always> = CachedCall<'a, Blocking, C>;

/// An async cached call in the making; see [`acache_function`].
pub type AsyncCacheFunction<'a, C = Always> = CachedCall<'a, Asynchronous, C>;

/// A cached call in the making: what the attribute's arguments say, as methods.
///
/// `W` is the world it runs in, `C` the condition on what is stored. Arguments are hashed as they
/// are given, not kept, so the body may take them.
#[must_use = "nothing happens before `call`"]
pub struct CachedCall<'a, W, C = Always> {
    pub(super) plan: Plan<'a>,
    condition: C,
    world: PhantomData<fn() -> W>,
}

/// The world of threads that wait.
#[derive(Debug)]
pub enum Blocking {}

/// The world of tasks that are polled.
#[derive(Debug)]
pub enum Asynchronous {}

/// The condition that always holds.
#[derive(Debug)]
pub struct Always(());

/// A condition on the value, given by [`CachedCall::cache_if`].
pub struct If<P>(P);

/// Whether a value is worth storing.
pub trait Condition<T> {
    /// Whether it is.
    fn holds(&self, value: &T) -> bool;

    /// How long it lives, where it says so itself.
    fn expire(&self, value: &T) -> Option<Expire> {
        let _ = value;
        None
    }
}

impl<T> Condition<T> for Always {
    fn holds(&self, _: &T) -> bool {
        true
    }
}

impl<T, P: Fn(&T) -> bool> Condition<T> for If<P> {
    fn holds(&self, value: &T) -> bool {
        (self.0)(value)
    }
}

/// Begins a cached call of a sync function, with `namespace` as the prefix of its key.
///
/// What it adds to the attribute is freedom: namespace, names and arguments may come from
/// anywhere. An empty namespace adds nothing to the key.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let (user_id, status) = (123, "completed");
/// let orders = cache_function("orders:user")
///     .redis(&redis)
///     .expire(3600)
///     .only_for(["completed", "shipped"].contains(&status))
///     .arg("user_id", &user_id)
///     .arg("status", status)
///     .cache_if(|orders: &Vec<u32>| !orders.is_empty())
///     .call(|| vec![17, 19]);
/// assert_eq!(orders, [17, 19]);
/// # Ok::<(), dtcache::Error>(())
/// ```
#[track_caller]
pub fn cache_function(namespace: &str) -> CacheFunction<'_> {
    CachedCall::new(Plan::new(namespace, Location::caller()))
}

/// Begins a cached call of an async function; the twin of [`cache_function`].
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{acache_function, RedisConfig, RedisInstance};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let answer = acache_function("answer").redis(&redis).call(|| async { 42 }).await;
/// assert_eq!(answer, 42);
/// # Ok::<(), dtcache::Error>(())
/// # }).unwrap();
/// ```
#[track_caller]
pub fn acache_function(namespace: &str) -> AsyncCacheFunction<'_> {
    CachedCall::new(Plan::new(namespace, Location::caller()))
}

/// [`cache_function`] for the attribute: instance and conditions come before the arguments, and
/// a call follows.
#[track_caller]
pub fn attribute(namespace: &str) -> CacheFunction<'_> {
    CachedCall::new(Plan::for_call(namespace, Location::caller()))
}

/// The async twin of [`attribute`].
#[track_caller]
pub fn async_attribute(namespace: &str) -> AsyncCacheFunction<'_> {
    CachedCall::new(Plan::for_call(namespace, Location::caller()))
}

impl<'a, W> CachedCall<'a, W, Always> {
    fn new(plan: Plan<'a>) -> Self {
        Self {
            plan,
            condition: Always(()),
            world: PhantomData,
        }
    }

    /// Stores a result only if `condition` holds for it. Of a `Result` it sees the `Ok` value.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let found = cache_function("search")
    ///     .redis(&redis)
    ///     .cache_if(|found: &Vec<String>| !found.is_empty())
    ///     .call(Vec::new);
    /// assert!(found.is_empty());
    /// assert_eq!(redis.stats().total().stored, 0);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn cache_if<T, P: Fn(&T) -> bool>(self, condition: P) -> CachedCall<'a, W, If<P>> {
        self.map_condition(|Always(())| If(condition))
    }
}

impl<'a, W, C> CachedCall<'a, W, C> {
    /// Which instance to use, in place of the installed one.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(cache_function("answer").redis(&redis).call(|| 42), 42);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn redis(mut self, redis: &RedisInstance) -> Self {
        self.plan.redis = Some(redis.clone());
        self
    }

    /// Time to live of a stored result: seconds or a [`Duration`](std::time::Duration). Without
    /// it, results never expire.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    /// use std::time::Duration;
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// cache_function("seconds").redis(&redis).expire(60).call(|| 1);
    /// cache_function("shorter").redis(&redis).expire(Duration::from_millis(250)).call(|| 1);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn expire(mut self, expire: impl Into<Expire>) -> Self {
        self.plan.policy.expire = expire.into();
        self
    }

    /// [`expire`](Self::expire) with a message of our own for what is no time.
    #[doc(hidden)]
    pub fn lasting(self, expire: impl Lasting) -> Self {
        self.expire(expire.into_expire())
    }

    #[doc(hidden)]
    pub fn expire_millis(mut self, millis: u64) -> Self {
        self.plan.policy.expire = Expire::from_millis(millis);
        self
    }

    /// Another version of the function: its entries are told from those of any other version, so a
    /// result of a new shape or meaning never meets an old one. Old entries stay until they expire.
    ///
    /// The key is `namespace:v2` where it was `namespace`, before the arguments; events and
    /// counters keep the namespace as it is written.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// cache_function("price").redis(&redis).call(|| 42); // in francs
    /// let cents = cache_function("price").version(2).redis(&redis).call(|| 4200);
    /// assert_eq!(cents, 4200);
    /// assert_eq!(cache_function("price").version(2).key()?, "price:v2");
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn version(mut self, version: u64) -> Self {
        self.plan.key.set_version(version);
        self
    }

    /// A condition on the call. Given more than once, any that holds suffices; where none does,
    /// the body runs with no cache traffic at all.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let role = "admin";
    /// cache_function("dashboard").redis(&redis).only_for(role == "customer").call(|| 1);
    /// assert_eq!(redis.stats().total().bypassed, 1);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn only_for(mut self, holds: bool) -> Self {
        self.plan.condition(holds);
        self
    }

    /// [`only_for`](Self::only_for) with a message of our own for what is no `bool`.
    #[doc(hidden)]
    pub fn condition(self, holds: impl Truth) -> Self {
        self.only_for(holds.holds())
    }

    /// An argument of the key that the Python services pass positionally. In order.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::cache_function;
    ///
    /// assert_eq!(
    ///     cache_function("user_data").positional(&123).key()?,
    ///     "user_data:201add142419aaa1ff8bf4b25772b7af870d06753a642c57a49640cd9835f6d4",
    /// );
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn positional<T: KeyPart + ?Sized>(mut self, value: &T) -> Self {
        if let Some(key) = self.plan.wanted_key() {
            key.positional(value);
        }
        self
    }

    /// An argument of the key, under the name that the Python services pass it by. In order.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::cache_function;
    ///
    /// assert_eq!(
    ///     cache_function("user_data").arg("user_id", &123).key()?,
    ///     "user_data:4be62850ffc6f007b0af499d5a1846cb57e8238813969f5c4c2beafcaef2c553",
    /// );
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn arg<T: KeyPart + ?Sized>(mut self, name: &str, value: &T) -> Self {
        if let Some(key) = self.plan.wanted_key() {
            key.named(name, value);
        }
        self
    }

    /// [`arg`](Self::arg) for the receiver of a method.
    #[doc(hidden)]
    pub fn receiver<T: KeyReceiver + ?Sized>(self, value: &T) -> Self {
        self.arg("self", value)
    }

    /// The key alone, for [`RedisInstance::delete`] or for a look at what is stored;
    /// [`entry`](CachedCall::entry) gives a handle that does both. Neither an
    /// instance nor `only_for` matters to it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unencodable`], naming the argument that cannot be part of a key.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::cache_function;
    ///
    /// assert_eq!(cache_function("app:config").key()?, "app:config");
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn key(self) -> Result<String, Error> {
        self.plan.into_key()
    }

    pub(super) fn map_condition<D>(self, map: impl FnOnce(C) -> D) -> CachedCall<'a, W, D> {
        CachedCall {
            plan: self.plan,
            condition: map(self.condition),
            world: PhantomData,
        }
    }

    /// The call, with the name of the type of its body.
    pub(super) fn into_parts(mut self, body: &'static str) -> (Plan<'a>, C) {
        self.plan.body = body;
        (self.plan, self.condition)
    }
}

impl<W, C> fmt::Debug for CachedCall<'_, W, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedCall")
            .field("namespace", &self.plan.namespace)
            .field("expire", &self.plan.policy.expire)
            .finish_non_exhaustive()
    }
}

impl<P> fmt::Debug for If<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("If")
    }
}
