//! Running code of the user's that the cache calls and the user did not.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `code` gives; `None` where it panicked. The panic hook has seen it.
///
/// Nothing that `code` borrows is looked at again after a panic, but to drop it.
pub(crate) fn caught<T>(code: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(code)).ok()
}
