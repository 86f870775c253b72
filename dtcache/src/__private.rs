//! What generated code names. Not covered by semantic versioning.

pub use dtcache_runtime::__private::{
    Holds, In, Missing, Of, OfAny, Outcome, acache_function, cache_function, namespace,
};
