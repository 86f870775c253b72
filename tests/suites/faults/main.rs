//! What users may rely on when the cache fails: with each fault by its name, in either world, every
//! call gives the right value, waits no longer than the budget, and hits come back by themselves.
//!
//! `cargo test -p dtcache-tests --test faults -- --nocapture` prints what was measured.

mod callers;
mod calls;
mod experiment;
mod figures;
mod scene;
mod verdict;

mod calm;
mod entries;
mod network;
mod peers;
mod processes;
mod servers;

/// A module with a test for each world, for each experiment.
macro_rules! faults {
    ($($(#[$note:meta])* $name:ident: $experiment:expr,)+) => {$(
        $(#[$note])*
        mod $name {
            use super::*;

            #[test]
            fn sync() {
                $experiment.run(stringify!($name), $crate::calls::World::Sync);
            }

            #[test]
            fn asynchronous() {
                $experiment.run(stringify!($name), $crate::calls::World::Async);
            }
        }
    )+};
}
pub(crate) use faults;
