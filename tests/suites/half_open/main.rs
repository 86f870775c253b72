//! Servers that are gone without a word, and answers that come when nobody waits any more: both are
//! noticed in time, and every call has its own value, then and later.

mod late;
mod silence;
mod world;
