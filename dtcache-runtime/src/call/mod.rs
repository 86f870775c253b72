//! A cached call: look up, run the body, store, return.
//!
//! [`plan`] gathers what is known before the call, [`step`] decides everything that can be decided
//! without waiting, once for both worlds; [`blocking`] and [`asynchronous`] only wait.

mod asynchronous;
mod blocking;
mod budget;
mod builder;
mod clock;
mod codec;
mod condition;
mod detached;
mod dressed;
mod flight;
mod lease;
mod life;
mod made;
mod outcome;
mod place;
mod plan;
mod receipt;
mod refresh;
mod step;
mod within;
mod write;

pub use builder::{
    Always, AsyncCacheFunction, Asynchronous, Blocking, CacheFunction, CachedCall, Condition, If,
    acache_function, async_attribute, attribute, cache_function,
};
pub use condition::{Compares, Holds, In, Missing, Truth};
pub(crate) use dressed::{Dressed, ToWrite, dressed};
pub use life::By;
pub use outcome::{Of, OfAny, Outcome};
pub(crate) use place::Place;
pub use within::Settled;
pub use write::Write;
