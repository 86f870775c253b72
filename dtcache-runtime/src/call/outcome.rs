//! What a function returns, and which part of it is stored.

use std::any::type_name;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::Condition;
use super::life::ExpireBy;
use crate::policy::{Expire, Lasting};

/// A kind of return: what of it is stored, and how it is rebuilt from what was stored.
#[diagnostic::on_unimplemented(
    message = "the return type of this function can't be stored in the cache",
    label = "what is stored (of a `Result`, the `Ok` value) must be `Serialize` and `DeserializeOwned`",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it (`Arc` and `Rc` have them with \
            serde's feature `rc`), and return owned data; or cache a function that returns the \
            data, and build this from it",
    note = "a future is seen where its type is written out: `Pin<Box<dyn Future<Output = T>>>`"
)]
pub trait Outcome {
    /// What the function returns.
    type Return;
    /// What is stored of it.
    type Stored: Serialize + DeserializeOwned;

    /// The part to store, or the whole return where nothing of it is.
    #[expect(
        clippy::missing_errors_doc,
        reason = "the error is the return, not a failure"
    )]
    fn split(returned: Self::Return) -> Result<Self::Stored, Self::Return>;

    /// The return that a stored part stands for.
    fn join(stored: Self::Stored) -> Self::Return;

    /// Whether this value is worth storing.
    fn worth_storing(&self, stored: &Self::Stored) -> bool {
        let _ = stored;
        true
    }

    /// How long this value lives, where it says so itself.
    fn expire(&self, stored: &Self::Stored) -> Option<Expire> {
        let _ = stored;
        None
    }

    /// Whether calls with this return are cached at all; the reason if not.
    fn refusal() -> Option<&'static str> {
        None
    }
}

/// A return that is stored as it is.
pub struct Plain<T>(PhantomData<fn() -> T>);

/// A `Result`, of which `Ok` is stored; `E` needs no bound.
pub struct Fallible<T, E>(PhantomData<fn() -> Result<T, E>>);

/// Another outcome under a condition on the value.
pub struct CacheIf<O, P, T> {
    outcome: O,
    condition: P,
    /// How to ask it. A bound on `P` here would be another error about a closure that is wrong.
    holds: fn(&P, &T) -> bool,
}

/// Another outcome under what a builder asks of the value.
pub(super) struct Under<O, C> {
    outcome: O,
    condition: C,
}

impl<O, P, T> CacheIf<O, P, T> {
    /// Asks each value how long it lives.
    pub fn expire_by<F: Fn(&T) -> E, E: Lasting>(self, expire: F) -> ExpireBy<Self, F, T> {
        ExpireBy::new(self, expire)
    }
}

impl<T> Plain<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }

    /// Stores only values for which `condition` holds.
    pub fn cache_if<P: Fn(&T) -> bool>(self, condition: P) -> CacheIf<Self, P, T> {
        CacheIf {
            outcome: self,
            condition,
            holds: |condition, value| condition(value),
        }
    }

    /// Asks each value how long it lives.
    pub fn expire_by<P: Fn(&T) -> E, E: Lasting>(self, expire: P) -> ExpireBy<Self, P, T> {
        ExpireBy::new(self, expire)
    }

    /// Under the condition of a builder.
    pub(super) fn under<C: Condition<T>>(self, condition: C) -> Under<Self, C> {
        Under {
            outcome: self,
            condition,
        }
    }
}

impl<T, E> Fallible<T, E> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }

    /// Stores only values for which `condition` holds.
    pub fn cache_if<P: Fn(&T) -> bool>(self, condition: P) -> CacheIf<Self, P, T> {
        CacheIf {
            outcome: self,
            condition,
            holds: |condition, value| condition(value),
        }
    }

    /// Asks each value how long it lives.
    pub fn expire_by<P: Fn(&T) -> X, X: Lasting>(self, expire: P) -> ExpireBy<Self, P, T> {
        ExpireBy::new(self, expire)
    }

    /// Under the condition of a builder.
    pub(super) fn under<C: Condition<T>>(self, condition: C) -> Under<Self, C> {
        Under {
            outcome: self,
            condition,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Outcome for Plain<T> {
    type Return = T;
    type Stored = T;

    fn split(returned: T) -> Result<T, T> {
        Ok(returned)
    }

    fn join(stored: T) -> T {
        stored
    }

    fn refusal() -> Option<&'static str> {
        // A type parameter or a projection can turn out to be a `Result` where no type dispatch
        // sees it; storing its `Err` would be wrong, so nothing is.
        type_name::<T>()
            .starts_with("core::result::Result<")
            .then_some("the return is a Result that its declared type does not show")
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned, E> Outcome for Fallible<T, E> {
    type Return = Result<T, E>;
    type Stored = T;

    fn split(returned: Result<T, E>) -> Result<T, Result<T, E>> {
        returned.map_err(Err)
    }

    fn join(stored: T) -> Result<T, E> {
        Ok(stored)
    }
}

#[diagnostic::do_not_recommend]
impl<O, P, T> Outcome for CacheIf<O, P, T>
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
        self.outcome.worth_storing(stored) && (self.holds)(&self.condition, stored)
    }

    fn refusal() -> Option<&'static str> {
        O::refusal()
    }
}

impl<O: Outcome, C: Condition<O::Stored>> Outcome for Under<O, C> {
    type Return = O::Return;
    type Stored = O::Stored;

    fn split(returned: O::Return) -> Result<O::Stored, O::Return> {
        O::split(returned)
    }

    fn join(stored: O::Stored) -> O::Return {
        O::join(stored)
    }

    fn worth_storing(&self, stored: &O::Stored) -> bool {
        self.outcome.worth_storing(stored) && self.condition.holds(stored)
    }

    fn expire(&self, stored: &O::Stored) -> Option<Expire> {
        self.condition.expire(stored)
    }

    fn refusal() -> Option<&'static str> {
        O::refusal()
    }
}

/// Stands for a return type in generated code. `dtcache_outcome` is chosen by type, not by spelling: the
/// inherent method of `Of<Result<T, E>>` goes before the trait method that every type has, so an
/// alias of a `Result` behaves as one. Its name is one that no blanket trait of the user's has.
pub struct Of<R: ?Sized>(PhantomData<fn() -> R>);

impl<R> Of<R> {
    /// The return type `R`.
    #[expect(clippy::new_without_default, reason = "only generated code makes one")]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T, E> Of<Result<T, E>> {
    /// A `Result`: only `Ok` is stored.
    pub fn dtcache_outcome(self) -> Fallible<T, E> {
        Fallible::new()
    }
}

/// Every return type that is not a `Result`.
pub trait OfAny {
    /// The return type.
    type Return;

    /// Stored as it is.
    fn dtcache_outcome(self) -> Plain<Self::Return>;
}

impl<R> OfAny for Of<R> {
    type Return = R;

    fn dtcache_outcome(self) -> Plain<R> {
        Plain::new()
    }
}
