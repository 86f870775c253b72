//! The fuzz targets without a fuzzer: the same properties over the inputs in the repository, over
//! variations of them, and over what is large enough to do harm.

// As in the package `fuzz`, of which nothing else is built here.
#[path = "../../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "there it is the interface")]
mod properties;

mod corpora;
mod hostile;
mod target;
mod varied;
