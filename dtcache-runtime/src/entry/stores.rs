//! Whether a handle is typed by what its function stores.

use crate::call::Outcome;

/// An outcome of which a `T` is stored. The macro reads `T` off the return type as it is written,
/// and an alias such as `io::Result<User>` hides it.
#[diagnostic::on_unimplemented(
    message = "the entry handle is named by the type that is stored, which is not `{T}`",
    label = "this function stores something else",
    note = "what is stored is the whole return, and of a `Result` its `Ok` value: write \
            `entry(name, value = TYPE)` with that type"
)]
pub trait Stores<T> {}

#[diagnostic::do_not_recommend]
impl<O: Outcome<Stored = T>, T> Stores<T> for O {}
