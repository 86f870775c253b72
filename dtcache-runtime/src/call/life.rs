//! A time to live that the value itself has.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::{CachedCall, Condition};
use super::outcome::Outcome;
use crate::policy::{Expire, Lasting};

/// A condition, and beside it a time to live that is asked of the value: [`CachedCall::expire_by`].
pub struct By<C, P, E> {
    condition: C,
    expire: P,
    kind: PhantomData<fn() -> E>,
}

/// Another outcome whose values say how long they live; in generated code.
pub struct ExpireBy<O, P, T> {
    outcome: O,
    expire: P,
    /// How to ask it. A bound on `P` here would be another error about a closure that is wrong.
    asked: fn(&P, &T) -> Expire,
}

impl<'a, W, C> CachedCall<'a, W, C> {
    /// Asks each result how long it lives, in place of [`expire`](CachedCall::expire): for tokens and
    /// answers that carry their own time. Of a `Result` it sees the `Ok` value.
    ///
    /// The closure may give whatever [`Expire`] is made from; zero is not stored. One that panics is
    /// noticed, and nothing is stored.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    /// use std::time::Duration;
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let token = cache_function("token")
    ///     .redis(&redis)
    ///     .expire_by(|(_, seconds): &(String, u64)| *seconds)
    ///     .call(|| ("secret".to_owned(), 300));
    /// assert_eq!(token.1, 300);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn expire_by<T, P, E>(self, expire: P) -> CachedCall<'a, W, By<C, P, E>>
    where
        P: Fn(&T) -> E,
        E: Into<Expire>,
    {
        self.map_condition(|condition| By {
            condition,
            expire,
            kind: PhantomData,
        })
    }
}

impl<T, C, P, E> Condition<T> for By<C, P, E>
where
    C: Condition<T>,
    P: Fn(&T) -> E,
    E: Into<Expire>,
{
    fn holds(&self, value: &T) -> bool {
        self.condition.holds(value)
    }

    fn expire(&self, value: &T) -> Option<Expire> {
        Some((self.expire)(value).into())
    }
}

impl<O, P, T> ExpireBy<O, P, T> {
    pub(super) fn new<E: Lasting>(outcome: O, expire: P) -> Self
    where
        P: Fn(&T) -> E,
    {
        Self {
            outcome,
            expire,
            asked: |expire, value| expire(value).into_expire(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<O, P, T> Outcome for ExpireBy<O, P, T>
where
    O: Outcome<Stored = T>,
    T: Serialize + DeserializeOwned,
{
    type Return = O::Return;
    type Stored = O::Stored;

    fn split(returned: O::Return) -> Result<O::Stored, O::Return> {
        O::split(returned)
    }

    fn join(stored: O::Stored) -> O::Return {
        O::join(stored)
    }

    fn worth_storing(&self, stored: &O::Stored) -> bool {
        self.outcome.worth_storing(stored)
    }

    fn expire(&self, stored: &O::Stored) -> Option<Expire> {
        Some((self.asked)(&self.expire, stored))
    }

    fn refusal() -> Option<&'static str> {
        O::refusal()
    }
}
