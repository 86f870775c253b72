//! Whether a handle is typed by what its function stores.

use crate::call::Outcome;

/// An outcome of which a `T` is stored. The macro reads `T` off the return type as it is written,
/// and an alias such as `io::Result<User>` hides it.
#[diagnostic::on_unimplemented(
    message = "this return type does not show which type is stored, and the entry handle is named by it",
    label = "`{T}` is not what is stored",
    note = "write `entry(name, value = TYPE)` with the type that is stored: of a `Result`, the type of its `Ok` value"
)]
pub trait Stores<T> {}

#[diagnostic::do_not_recommend]
impl<O: Outcome<Stored = T>, T> Stores<T> for O {}
