//! Of which type a method is, where no part of the key tells it.

use std::any::type_name;

use super::builder::CachedCall;

/// A type that is known where a method is written: every `Sized` one. `Self` in the default body
/// of a trait is not.
#[diagnostic::on_unimplemented(
    message = "`Self` must be stated, because no part of the key tells which implementation this is",
    label = "every implementation of the trait would share its entries with the others",
    note = "write `key(Self = \"…\")` with what stands for it, or `skip = [Self]` if it makes no \
            difference; a bound on `Self` would not tell the implementations apart"
)]
pub trait Settled {}

#[diagnostic::do_not_recommend]
impl<S> Settled for S {}

impl<W, C> CachedCall<'_, W, C> {
    /// Says of which type this is a method: for one in a generic `impl` block, or in a trait's
    /// default body. In a namespace, the first type is served and any other runs uncached.
    #[doc(hidden)]
    pub fn within<S: ?Sized + Settled>(mut self) -> Self {
        self.plan.within = Some(type_name::<S>());
        self
    }
}
