//! What generated code names. Not covered by semantic versioning: the attribute and the runtime
//! are released together.

pub use crate::call::{Holds, In, Missing, Of, OfAny, Outcome};
// The attribute expands to the builder's calls under the builder's names.
pub use crate::call::{async_attribute as acache_function, attribute as cache_function};
