//! What holds for any input: the bodies of the fuzz targets, which the suite `fuzz` calls as well.
//!
//! Each takes bytes and panics where something does not hold.

pub mod attribute;
pub mod decode;
pub mod key;
pub mod reply;
pub mod trailer;
mod types;

// What no crate offers is taken in by its path.
#[path = "../../dtcache-macros/src/cache_wrapper/mod.rs"]
mod cache_wrapper;
#[path = "../../dtcache-runtime/src/connection/reply.rs"]
mod replies;
