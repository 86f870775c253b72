//! dtcache side by side with hand-written code, its peers and the bare round trip.
//!
//! A failure in here is a failed measurement, so everything panics with what went wrong.
#![allow(
    clippy::missing_panics_doc,
    reason = "a panic is how a measurement fails"
)]

pub mod body;
pub mod contender;
pub mod curve;
pub mod entrant;
pub mod faults;
pub mod figures;
pub mod job;
pub mod lanes;
pub mod measure;
pub mod operation;
pub mod payload;
pub mod report;
pub mod soak;
pub mod stampede;
