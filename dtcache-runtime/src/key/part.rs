//! What can be part of a key, with messages for what can't.

use serde::Serialize;

/// Data that can be part of a key: all that is [`Serialize`].
///
/// Not to be implemented: whatever is `Serialize` has it.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// fn key_of(id: &impl dtcache::KeyPart) -> Result<String, dtcache::Error> {
///     dtcache::cache_function("user_data").arg("user_id", id).key()
/// }
/// assert!(key_of(&123)?.starts_with("user_data:4be62850"));
/// # Ok::<(), dtcache::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be part of the key, because it is not `serde::Serialize`",
    label = "not `serde::Serialize`",
    note = "derive or require `serde::Serialize` for it; or write `skip = [param]` if it makes no \
            difference to the result, or `key(param = …)` with what stands for it"
)]
pub trait KeyPart: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> KeyPart for T {}

/// The same of a method's receiver.
#[diagnostic::on_unimplemented(
    message = "the receiver `{Self}` can't be part of the key, because it is not `serde::Serialize`",
    label = "`self` is a parameter like any other",
    note = "write `skip = [self]` if it makes no difference to the result, or \
            `key(self = self.id)` with what stands for it; or derive `serde::Serialize`"
)]
pub trait KeyReceiver: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> KeyReceiver for T {}
