//! What tells the instantiations of a method apart.

use std::any::type_name_of_val;

use super::builder::CachedCall;

/// A type that is known where a method is written: every `Sized` one, text and slices. `Self` in
/// the default body of a trait is not, and neither is that of an `impl dyn Trait`.
#[diagnostic::on_unimplemented(
    message = "`Self` must be stated, because no part of the key tells which implementation this is",
    label = "every implementation of the trait would share its entries with the others",
    note = "write `key(Self = std::any::type_name::<Self>())`, or with a name of your own for each \
            implementation, such as `Self::NAME`; or `skip = [Self]` if it makes no difference. A \
            bound on `Self` would not tell the implementations apart; in an `impl dyn Trait`, which \
            is one, `skip = [Self]`"
)]
pub trait Settled {}

#[diagnostic::do_not_recommend]
impl<S> Settled for S {}
#[diagnostic::do_not_recommend]
impl Settled for str {}
#[diagnostic::do_not_recommend]
impl<T> Settled for [T] {}

impl<W, C> CachedCall<'_, W, C> {
    /// Has the compiler say so where `Self` may be more than one type and no part of the key tells.
    #[doc(hidden)]
    pub fn within<S: ?Sized + Settled>(self) -> Self {
        self
    }

    /// Says that the attribute states what tells the instantiations of this method apart, or that
    /// nothing has to. Else, two of them that use one key are noticed.
    #[doc(hidden)]
    pub fn stated(mut self) -> Self {
        self.plan.is_in_doubt = false;
        self
    }

    /// Says of a handle that it does not; `here` stands in the companion, beside the method.
    #[doc(hidden)]
    pub fn in_doubt(mut self, here: impl Fn()) -> Self {
        self.plan.is_in_doubt = true;
        self.plan.body = type_name_of_val(&here);
        self
    }
}
