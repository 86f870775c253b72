//! A handle on the entry of one cached call: to look at it, to put a value there, to delete it.

mod asynchronous;
mod blocking;
mod step;
mod stores;

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

pub use stores::Stores;

use crate::call::{Always, Asynchronous, Blocking, CachedCall, Place};
use crate::policy::{Expire, Lasting};

/// The entry of one cached call: of one function with these arguments.
///
/// For what a program knows better than the cache: after an update of the source, to
/// [`put`](Entry::put) the new value or to [`invalidate`](Entry::invalidate) the old one. Made by
/// [`CachedCall::entry`]; `T` is what is stored, so the `Ok` value of a `Result`.
///
/// The methods are blocking for `W = Blocking` and `async fn`s of the same names for
/// `W = Asynchronous`, an [`AsyncEntry`].
///
/// What you ask of the cache itself is done or answered with an error, other than in a cached call:
/// `only_for`, `cache_if`, the mode of a [`Scope`](crate::Scope) and
/// [`enabled(false)`](crate::RedisConfig::enabled) do not matter here. The instance is settled when
/// the handle is made: that of the scope, else the one named with `redis`, else the installed one.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let user = |id: u64| cache_function("user").redis(&redis).expire(60).arg("id", &id);
///
/// let entry = user(7).entry::<String>();
/// assert_eq!(entry.peek()?, None);
/// entry.put(&"Ada".to_owned())?;
/// assert_eq!(user(7).call(|| "not run".to_owned()), "Ada");
/// assert!(entry.invalidate()?);
/// # Ok::<(), dtcache::Error>(())
/// ```
#[must_use = "a handle does nothing by itself"]
pub struct Entry<T, W = Blocking> {
    place: Place,
    /// How long a value lives that says so itself.
    expire_by: Option<ExpireBy<T>>,
    stored: PhantomData<fn() -> T>,
    world: PhantomData<fn() -> W>,
}

/// An [`Entry`] whose methods are `async fn`s.
pub type AsyncEntry<T> = Entry<T, Asynchronous>;

type ExpireBy<T> = Box<dyn Fn(&T) -> Expire + Send + Sync>;

impl<W> CachedCall<'_, W, Always> {
    /// The entry of this call, in which a `T` is stored: to look at it, to put a value there, to
    /// delete it, without running anything.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").redis(&redis);
    /// answer().call(|| 42);
    /// assert_eq!(answer().entry::<u32>().peek()?, Some(42));
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn entry<T>(self) -> Entry<T, W> {
        Entry {
            place: self.into_place(type_name::<T>()),
            expire_by: None,
            stored: PhantomData,
            world: PhantomData,
        }
    }

    /// [`entry`](Self::entry) for generated code, which has read `T` off the return type as it is
    /// written and has `outcome` check it.
    #[doc(hidden)]
    pub fn handle<T, O: Stores<T>>(self, _outcome: O) -> Entry<T, W> {
        self.entry()
    }
}

impl<T, W> Entry<T, W> {
    /// Asks each value that is put how long it lives, in place of the call's `expire`; the counterpart of
    /// [`CachedCall::expire_by`].
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let token = cache_function("token").redis(&redis).entry::<(String, u64)>();
    /// let token = token.expire_by(|(_, seconds)| *seconds);
    /// assert!(token.put(&("secret".to_owned(), 300))?);
    /// assert!(!token.put(&("no more".to_owned(), 0))?);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn expire_by<E: Lasting>(
        mut self,
        expire: impl Fn(&T) -> E + Send + Sync + 'static,
    ) -> Self {
        self.expire_by = Some(Box::new(move |value| expire(value).into_expire()));
        self
    }
}

impl<T, W> fmt::Debug for Entry<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("key", &self.place.key)
            .field("redis", &self.place.redis)
            .field("expire", &self.place.policy.expire)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;
    use crate::call::{Of, OfAny as _, attribute};
    use crate::{ErrorKind, RedisConfig, RedisInstance, Scope, TimeToLive, cache_function};

    fn embedded() -> RedisInstance {
        RedisInstance::new(RedisConfig::new().url("memory://")).expect("good settings")
    }

    #[test]
    fn it_is_send_and_sync_whatever_is_stored() {
        fn assert_send_sync<T: Send + Sync>() {}
        assert_send_sync::<Entry<Rc<Cell<u8>>>>();
        assert_send_sync::<AsyncEntry<Rc<Cell<u8>>>>();
    }

    #[test]
    fn without_an_instance_each_method_says_so() {
        let entry = cache_function("n").entry::<u8>();
        let errors = [
            entry.peek().map(|_| ()),
            entry.put(&1).map(|_| ()),
            entry.invalidate().map(|_| ()),
            entry.ttl().map(|_| ()),
        ];
        for (error, operation) in errors.into_iter().zip(["get", "set", "delete", "ttl"]) {
            let error = error.expect_err("there is none");
            assert_eq!(error.kind(), ErrorKind::NotInstalled);
            assert_eq!(error.operation(), operation);
            assert!(error.to_string().contains("install"), "{error}");
        }
        assert_eq!(entry.key(), Ok("n"));
    }

    #[test]
    fn an_empty_key_is_no_place() {
        let redis = embedded();
        let entry = cache_function("").redis(&redis).entry::<u8>();
        for error in [entry.key().err(), entry.put(&1).err()] {
            assert_eq!(
                error.map(|error| error.kind()),
                Some(ErrorKind::Unencodable)
            );
        }
    }

    #[test]
    fn a_scope_gives_its_instance_when_the_handle_is_made() {
        let (own, scoped) = (embedded(), embedded());
        let answer = || cache_function("answer").redis(&own).entry::<u8>();
        let entry = Scope::new().bypass().redis(&scoped).run(answer);
        assert_eq!(entry.put(&42), Ok(true));
        assert_eq!(answer().ttl(), Ok(TimeToLive::Absent));
        assert_eq!(Scope::new().redis(&scoped).run(answer).peek(), Ok(Some(42)));
    }

    /// A key without its arguments would be another call's.
    #[test]
    fn arguments_that_were_not_hashed_are_an_error() {
        let redis = embedded();
        let call = attribute("n").redis(&redis).only_for(false).arg("id", &1);
        assert!(call.entry::<u8>().key().is_err());
    }

    #[test]
    fn generated_code_names_what_is_stored() {
        type Alias = std::io::Result<u8>;
        let redis = embedded();
        let call = || cache_function("n").redis(&redis);
        let entry: Entry<u8> = call().handle(Of::<Alias>::new().dtcache_outcome());
        assert_eq!(entry.put(&1), Ok(true));
        let entry: Entry<u8> = call().handle(Of::<u8>::new().dtcache_outcome());
        assert_eq!(entry.peek(), Ok(Some(1)));
    }

    #[test]
    fn debug_shows_the_key_and_no_argument() {
        let call = cache_function("user")
            .redis(&embedded())
            .arg("token", "hunter2");
        let shown = format!("{:?}", call.entry::<u8>());
        assert!(
            shown.contains("user:") && shown.contains("memory"),
            "{shown}"
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
