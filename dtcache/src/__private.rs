//! What generated code names. Not covered by semantic versioning.

pub use dtcache_runtime::__private::{
    AsyncEntry, Entry, Holds, In, Missing, Of, OfAny, Outcome, Settled, Stores, acache_function,
    async_entry, cache_function, entry, namespace,
};
