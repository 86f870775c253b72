//! `param in [a, b]` and `param in 1..=5`, through references, smart pointers and options.
//!
//! Which comparison fits is found by method resolution on a value behind five references: the
//! first level whose bounds hold for the types at hand wins, so no level has to exclude another
//! (autoref specialization, <https://github.com/dtolnay/case-studies/tree/master/autoref-specialization>).

use std::borrow::Cow;
use std::ops::{Deref, Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};
use std::rc::Rc;
use std::sync::Arc;

/// A parameter, and the array or range that it is looked for in.
///
/// Generated code calls `(&&&&&In(&param, [a, b])).dtcache_holds()` with [`Holds`] in scope. The
/// method's name is one that no blanket trait of the user's has.
pub struct In<'a, L: ?Sized, S>(pub &'a L, pub S);

/// Stands for `None` in an array of nothing else, whose type would not be known.
pub struct Missing;

/// Whether a condition holds.
pub trait Holds<L: ?Sized, S> {
    /// Whether it does. Which level it is of is settled before what the method asks for is looked
    /// at, so a parameter that does not compare ends at the last level, and in its message.
    fn dtcache_holds(&self) -> bool
    where
        Self: Compares<L, S>;
}

/// All levels but the last.
#[diagnostic::on_unimplemented(
    message = "a parameter of type `{L}` can't be looked for in `{S}`",
    label = "the two do not compare",
    note = "after `in` stands an array or a range of the parameter's own type, which must be \
            `PartialEq`: derive it, or write a `bool` expression such as `matches!(param, …)`, and \
            for a slice `LIST.contains(&param)`"
)]
pub trait Compares<L: ?Sized, S> {}

#[diagnostic::do_not_recommend]
impl<L: ?Sized, S, T: ?Sized> Compares<L, S> for &T {}

/// Level 1: an array, compared as a reader would.
impl<L: ?Sized + Same<R>, R, const N: usize> Holds<L, [R; N]> for &&&&In<'_, L, [R; N]> {
    fn dtcache_holds(&self) -> bool {
        self.1.iter().any(|element| self.0.same(element))
    }
}

/// Level 2: whatever compares with the parameter itself.
impl<L: ?Sized, S: Within<L>> Holds<L, S> for &&&In<'_, L, S> {
    fn dtcache_holds(&self) -> bool {
        self.1.has(self.0)
    }
}

/// Level 3: whatever compares with what the parameter points to.
impl<L: ?Sized + Deref, S: Within<L::Target>> Holds<L, S> for &&In<'_, L, S> {
    fn dtcache_holds(&self) -> bool {
        self.1.has(self.0)
    }
}

/// Level 4: the same at second hand, as in `&Arc<T>`.
impl<L: ?Sized + Deref, S> Holds<L, S> for &In<'_, L, S>
where
    L::Target: Deref,
    S: Within<<L::Target as Deref>::Target>,
{
    fn dtcache_holds(&self) -> bool {
        self.1.has(self.0)
    }
}

/// Level 5: what does not compare at all, which the compiler is asked to say.
impl<L: ?Sized, S> Holds<L, S> for In<'_, L, S> {
    fn dtcache_holds(&self) -> bool
    where
        Self: Compares<L, S>,
    {
        false
    }
}

/// What a condition is that is not written with `in`.
#[diagnostic::on_unimplemented(
    message = "a condition of `only_for` is a `bool`, and this is `{Self}`",
    label = "not a `bool`",
    note = "write a comparison, such as `param == 1`, or `param in [1, 2]`"
)]
pub trait Truth {
    /// Whether it holds.
    fn holds(self) -> bool;
}

#[diagnostic::do_not_recommend]
impl Truth for bool {
    fn holds(self) -> bool {
        self
    }
}

/// An array or a range that can be asked for an `L`.
pub trait Within<L: ?Sized> {
    /// Whether `value` is in there.
    fn has(&self, value: &L) -> bool;
}

impl<L: ?Sized + PartialEq<R>, R, const N: usize> Within<L> for [R; N] {
    fn has(&self, value: &L) -> bool {
        self.iter().any(|element| value == element)
    }
}

macro_rules! ranges {
    ($($range:ident)*) => {$(
        impl<L: PartialOrd> Within<L> for $range<L> {
            fn has(&self, value: &L) -> bool {
                self.contains(value)
            }
        }
    )*};
}

ranges!(Range RangeFrom RangeInclusive RangeTo RangeToInclusive);

/// What is the same to a reader: a string and a literal, a reference and what it refers to, an
/// option and `Some` of the same.
pub trait Same<R> {
    /// Whether it is.
    fn same(&self, other: &R) -> bool;
}

macro_rules! primitives {
    ($($primitive:ty)*) => {$(
        #[allow(clippy::float_cmp, reason = "the user asks whether it is this very number")]
        impl Same<$primitive> for $primitive {
            fn same(&self, other: &$primitive) -> bool {
                self == other
            }
        }
    )*};
}

primitives!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool char);

macro_rules! strings {
    ($($string:ty)*) => {$(
        impl Same<&str> for $string {
            fn same(&self, other: &&str) -> bool {
                *self == **other
            }
        }

        impl Same<String> for $string {
            fn same(&self, other: &String) -> bool {
                *self == **other
            }
        }
    )*};
}

strings!(str String);

macro_rules! pointers {
    ($($pointer:ty)*) => {$(
        impl<L: ?Sized + Same<R>, R> Same<R> for $pointer {
            fn same(&self, other: &R) -> bool {
                (**self).same(other)
            }
        }
    )*};
}

pointers!(&L &mut L Box<L> Rc<L> Arc<L>);

impl<L: ?Sized + ToOwned + Same<R>, R> Same<R> for Cow<'_, L> {
    fn same(&self, other: &R) -> bool {
        (**self).same(other)
    }
}

impl<L: Same<R>, R> Same<Option<R>> for Option<L> {
    fn same(&self, other: &Option<R>) -> bool {
        match (self, other) {
            (Some(value), Some(other)) => value.same(other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<L> Same<Missing> for Option<L> {
    fn same(&self, _: &Missing) -> bool {
        self.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(PartialEq, Clone)]
    enum Kind {
        Daily,
        Weekly,
    }

    macro_rules! is_in {
        ($param:expr, $set:expr) => {
            (&&&&&In(&$param, $set)).dtcache_holds()
        };
    }

    #[test]
    fn strings_compare_with_literals() {
        let owned = "daily".to_owned();
        assert!(is_in!("daily", ["daily", "weekly"]));
        assert!(is_in!(owned, ["daily", "weekly"]));
        assert!(is_in!(&owned, ["daily"]));
        assert!(is_in!(Box::<str>::from("daily"), ["daily"]));
        assert!(is_in!(Arc::<str>::from("daily"), ["daily"]));
        assert!(is_in!(Cow::Borrowed("daily"), ["daily"]));
        assert!(is_in!(owned, ["daily".to_owned()]));
        assert!(!is_in!(owned, ["weekly"]));
    }

    #[test]
    fn numbers_compare_through_references() {
        assert!(is_in!(3_u64, [1, 2, 3]));
        assert!(is_in!(&3_u64, [1, 2, 3]));
        assert!(is_in!(&&3_i8, [3]));
        assert!(is_in!(3_u64, 1..=5));
        assert!(is_in!(&3_u64, 1..=5));
        assert!(is_in!(Arc::new(3_u64), ..4));
        assert!(is_in!(&Arc::new(3_u64), 3..));
        assert!(!is_in!(3_u64, 4..));
        assert!(is_in!(true, [true]));
    }

    #[test]
    fn options_compare_with_some_and_none() {
        let some = Some("daily".to_owned());
        assert!(is_in!(some, [Some("daily"), None]));
        assert!(is_in!(None::<String>, [Some("daily"), None]));
        assert!(is_in!(Some("x"), [Some("x")]));
        assert!(is_in!(&Some(1_u8), [Some(1)]));
        assert!(is_in!(None::<u8>, [Missing]));
        assert!(!is_in!(some, [Missing]));
    }

    #[test]
    fn types_of_the_user_need_partial_eq_alone() {
        assert!(is_in!(Kind::Daily, [Kind::Daily]));
        assert!(is_in!(&Kind::Daily, [Kind::Daily, Kind::Weekly]));
        assert!(is_in!(Arc::new(Kind::Daily), [Kind::Daily]));
        assert!(is_in!(&Arc::new(Kind::Daily), [Kind::Daily]));
        assert!(is_in!(Some(Kind::Daily), [Some(Kind::Daily), None]));
        assert!(!is_in!(Kind::Weekly, [Kind::Daily]));
    }
}
