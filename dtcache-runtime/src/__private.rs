//! What generated code names. Not covered by semantic versioning: the attribute and the runtime
//! are released together.

pub use crate::call::{Compares, Holds, In, Missing, Of, OfAny, Outcome, Settled, Truth};
pub use crate::entry::{AsyncEntry, Entry, Stores};
pub use crate::key::KeyReceiver;
pub use crate::policy::Lasting;

/// A constant namespace, which is not empty.
///
/// # Panics
///
/// While compiling, where it is empty.
pub const fn namespace(namespace: &'static str) -> &'static str {
    assert!(
        !namespace.is_empty(),
        "an empty namespace would mix this function's entries with others: write a name"
    );
    namespace
}

// The attribute expands to the builder's calls under the builder's names.
pub use crate::call::{async_attribute as acache_function, attribute as cache_function};

// A handle's arguments are hashed whatever a scope or the settings say, as those of `.key()` are.
pub use crate::call::{acache_function as async_entry, cache_function as entry};
